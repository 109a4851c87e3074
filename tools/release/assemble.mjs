// Makes the archive of a release from a finished dist/: `assemble.mjs --out=FOLDER`, in a clean checkout. All that it
// writes follows from the commit, so that whoever builds the commit gets the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { licences } from './licences.mjs';
import { namesOfPart, namesOfPicker, namesOfScreen } from './names.mjs';
import { sbom } from './sbom.mjs';
import { crates, rustVersion } from './ships.mjs';

const out = process.argv.find((argument) => argument.startsWith('--out='))?.slice(6) ?? 'release';
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const version = /^version = "(.*)"/m.exec(readFileSync('Cargo.toml', 'utf8'))[1];
const commit = git('rev-parse', 'HEAD');
const time = Number(git('log', '-1', '--format=%ct'));

const name = `conversation-settings-${version}`;
const work = 'target/release-archive';
const root = join(work, name);
const put = (path, text) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};
const copy = (from, to) => cpSync(from, join(root, to), { recursive: true });

rmSync(work, { recursive: true, force: true });
copy('dist', 'site');
copy('tests/contract/openapi.yaml', 'openapi.yaml');
for (const file of readdirSync('deploy')) copy(join('deploy', file), join('servers', file));
copy('docs/deploy.md', 'DEPLOY.md');
if (existsSync('docs/configure.md')) copy('docs/configure.md', 'CONFIGURE.md');
copy('src/recipient_picker/package/LICENSE', 'LICENSE');
put('VERSION', `${name}\ncommit ${commit}\n${new Date(time * 1000).toISOString()}\n`);

const [screen] = readdirSync('dist').filter((file) => /^conversation-settings-.*_bg\.wasm$/.test(file));
put(`debug/${screen}.names`, namesOfScreen(join('dist', screen)));
for (const part of readdirSync('dist').filter((name) => /^conversation-settings-[a-z]+(?:-\d+)?-\w+\.wasm$/.test(name))) {
  put(`debug/${part}.names`, namesOfPart(join('dist', part), part.replace(/^conversation-settings-(?:shared-(\d+)|([a-z]+))-.*/, (_, shared, name) => (shared ? `chunk_${shared}.wasm` : `split_${name}.wasm`))));
}
put('debug/recipient-picker.wasm.names', namesOfPicker('dist/recipient-picker/recipient-picker.wasm'));
copy('tools/release/symbolicate.mjs', 'debug/symbolicate.mjs');

const shipped = { crates: crates(), rust: rustVersion() };
put('sbom.cdx.json', sbom({ version, commit, time, ...shipped }));
put('THIRD-PARTY-LICENCES.txt', licences(shipped));

const sha256 = (path) => createHash('sha256').update(readFileSync(path)).digest('hex');
const files = readdirSync(root, { recursive: true }).filter((file) => statSync(join(root, file)).isFile()).sort();
put('SHA256SUMS', files.map((file) => `${sha256(join(root, file))}  ${file}\n`).join(''));

mkdirSync(out, { recursive: true });
const archive = join(out, `${name}.tar.gz`);
const tar = execFileSync('tar', ['--create', '--sort=name', `--mtime=@${time}`, '--owner=0', '--group=0', '--numeric-owner', '--mode=u=rwX,go=rX', '--format=ustar', '-C', work, name], { maxBuffer: 1 << 28 });
// By gzip and not by node, whose zlib differs from one version to the next; and without a name or a time.
writeFileSync(archive, execFileSync('gzip', ['-9n'], { input: tar, maxBuffer: 1 << 28 }));
const sum = `${sha256(archive)}  ${basename(archive)}\n`;
writeFileSync(`${archive}.sha256`, sum);
process.stdout.write(`${sum}${archive}: ${statSync(archive).size} bytes, ${files.length} files\n`);
