// A list of what ships, in CycloneDX 1.5.
export function sbom({ version, commit, time, crates, rust }) {
  const component = (name, version, licence, rest = {}) => ({
    type: 'library',
    'bom-ref': `pkg:cargo/${name}@${version}`,
    name,
    version,
    purl: `pkg:cargo/${name}@${version}`,
    // Cargo once allowed a slash for "or".
    licenses: [{ expression: licence.replace(/ ?\/ ?/g, ' OR ') }],
    ...rest,
  });
  const components = crates.map((one) => component(one.name, one.version, one.license, {
    hashes: [{ alg: 'SHA-256', content: one.checksum }],
    ...(one.repository ? { externalReferences: [{ type: 'vcs', url: one.repository }] } : {}),
  }));
  // It comes with the compiler, and is no package of a registry.
  components.push({
    type: 'library',
    'bom-ref': `rust-std@${rust}`,
    name: 'Rust standard library',
    version: rust,
    licenses: [{ expression: 'MIT OR Apache-2.0' }],
  });
  return `${JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      timestamp: new Date(time * 1000).toISOString(),
      component: { type: 'application', 'bom-ref': 'conversation-settings', name: 'conversation-settings', version, licenses: [{ expression: 'MIT OR Apache-2.0' }], properties: [{ name: 'commit', value: commit }] },
    },
    components,
    dependencies: [{ ref: 'conversation-settings', dependsOn: components.map((one) => one['bom-ref']) }],
  }, null, 1)}\n`;
}
