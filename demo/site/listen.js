// On the stub, before Ahaloop's script can have come: so not even the first page view is missed. A classic script in the head.
window.heard = [];
for (const name of ['captured', 'stored', 'sent', 'dropped']) {
  window.ahaloop.on(name, (detail) => {
    window.heard.push([name, detail]);
    window.dispatchEvent(new Event('heard'));
  });
}
