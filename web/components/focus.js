// Keeps the focus near what somebody did, while the page around it is drawn anew.

/** How long fresh figures may take to stand on the page, in milliseconds. */
const settling_time = 10_000;

/** @param {Element | null | undefined} target */
function focus(target) {
  if (!(target instanceof HTMLElement)) return false;
  target.focus({ preventScroll: true });
  return document.activeElement === target;
}

/**
 * Puts the focus on the title of the row that an element stands in, or on the heading of its section. Where the row goes
 * with the fresh figures, the one that takes its place has the focus, and at last the notice of what was done.
 * @param {Element | null} element
 */
export function keep_focus_near(element) {
  const row = element?.closest('li, tr');
  const rows = row?.parentElement;
  const place = rows && row ? [...rows.children].indexOf(row) : 0;
  const heading_id = element?.closest('section[aria-labelledby]')?.getAttribute('aria-labelledby') ?? '';
  function settle() {
    const now = row?.isConnected ? row : rows?.isConnected ? rows.children[Math.min(place, rows.children.length - 1)] : null;
    return focus(now?.querySelector('a[href]')) || focus(document.getElementById(heading_id))
      || focus(document.getElementById('notice')) || focus(document.querySelector('h1'));
  }
  // The dialog gives the focus back to its button as it goes.
  setTimeout(() => {
    settle();
    const observer = new MutationObserver(() => {
      if (document.activeElement === document.body) settle();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => observer.disconnect(), settling_time);
  });
}
