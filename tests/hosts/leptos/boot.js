// Instead of Trunk's inline script, which a strict content security policy forbids.
const { js, wasm } = document.querySelector('script[data-wasm]').dataset;
const { default: start } = await import(js);
await start({ module_or_path: wasm });
