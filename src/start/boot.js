// Starts the app: the two files are named by attributes, since their names carry a hash.
const { js, wasm } = document.querySelector('script[data-wasm]').dataset;

try {
  const { default: start } = await import(js);
  await start({ module_or_path: wasm });
} catch (error) {
  console.error(error);
  document.getElementById('start-failed').hidden = false;
  document.getElementById('skeleton').hidden = true;
}

// So that the screen opens without a network, too, unless the page says <meta name="offline" content="off">.
const workers = navigator.serviceWorker;
if (document.querySelector('meta[name=offline]')?.content === 'off') {
  for (const registration of (await workers?.getRegistrations()) ?? []) registration.unregister();
} else {
  workers?.register(new URL('service-worker.js', import.meta.url)).catch(() => {});
}
