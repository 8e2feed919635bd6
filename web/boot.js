/* Chooses the page's script: browsers run neither modules nor workers from file://. A classic script, so that it runs there. */
(() => {
  const { module, folder } = document.currentScript.dataset;
  const script = document.createElement('script');
  if (location.protocol === 'file:') script.src = folder;
  else [script.type, script.src] = ['module', module];
  document.head.append(script);
})();
