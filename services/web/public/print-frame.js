/**
 * Prints the page of HTML that the app hands over, and says when the browser has taken it. It runs in a sandbox, which
 * browsers give a process of its own: printing stops a page for a moment, and what is pressed in it then is lost.
 */
addEventListener('message', ({ source, data }) => {
  if (source !== parent) return;
  document.documentElement.innerHTML = data;
  print();
  parent.postMessage('printed', '*');
});
parent.postMessage('ready', '*');
