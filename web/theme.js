// Sets the theme before anything is drawn, so that a page never flashes in the wrong one. A plain script, not a
// module, because modules wait until the page is parsed.
(function () {
  try {
    const chosen = localStorage.getItem('telestate_theme');
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
  } catch {
    // Storage may be closed to us; the system's preference then stands.
  }
})();
