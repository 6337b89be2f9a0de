// A note beside what the pointer is on or the focus is at: the lines of the nearest `data-tip`. It says nothing that the
// element's own name does not. Escape puts it away, and the pointer may go onto it.

import { html, useEffect, useLayoutEffect, useRef, useState } from 'htm/preact/standalone';

const linger_ms = 120;
const gap = 8;

/** @param {EventTarget | null} target @returns {HTMLElement | SVGElement | null} */
function tipped(target) {
  return target instanceof Element ? /** @type {any} */ (target.closest('[data-tip]')) : null;
}

/** @param {{ within: { current: HTMLElement | null } }} props */
export function Tip({ within }) {
  const [shown, set_shown] = useState(/** @type {Element | null} */ (null));
  const tip = useRef(/** @type {HTMLElement | null} */ (null));

  useEffect(() => {
    const area = within.current;
    if (!area) return;
    let timer = 0;
    const hide = () => { timer = window.setTimeout(() => set_shown(null), linger_ms); };
    /** @param {Event} event */
    const show = (event) => {
      clearTimeout(timer);
      const element = tipped(event.target);
      if (element) set_shown(element);
      else if (!tip.current?.contains(/** @type {Node} */ (event.target))) hide();
    };
    const put_away = () => set_shown(null);
    /** @param {KeyboardEvent} event */
    const escape = (event) => { if (event.key === 'Escape') put_away(); };
    area.addEventListener('mouseover', show);
    area.addEventListener('focusin', show);
    area.addEventListener('mouseleave', hide);
    area.addEventListener('focusout', hide);
    document.addEventListener('keydown', escape);
    return () => {
      clearTimeout(timer);
      area.removeEventListener('mouseover', show);
      area.removeEventListener('focusin', show);
      area.removeEventListener('mouseleave', hide);
      area.removeEventListener('focusout', hide);
      document.removeEventListener('keydown', escape);
    };
  }, []);

  // Before it is drawn, so that it never shows where it does not belong.
  useLayoutEffect(() => {
    const place = () => {
      if (!tip.current || !shown?.isConnected) return;
      const box = shown.getBoundingClientRect();
      const { offsetWidth: width, offsetHeight: height } = tip.current;
      const wanted = box.width > innerWidth / 2 ? box.left + 40 : box.left + box.width / 2 - width / 2;
      const left = Math.max(gap, Math.min(wanted, document.documentElement.clientWidth - width - gap));
      const fits_below = box.bottom + gap + height < innerHeight;
      tip.current.style.left = `${left}px`;
      tip.current.style.top = `${fits_below ? box.bottom + 2 : Math.max(gap, box.top - height - 2)}px`;
      tip.current.classList.add('is_placed');
    };
    place();
    addEventListener('scroll', place, { passive: true });
    return () => removeEventListener('scroll', place);
  }, [shown]);

  const lines = (shown?.getAttribute('data-tip') ?? '').split('\n').filter(Boolean);
  if (lines.length === 0) return null;
  return html`<div class="tip" ref=${tip} aria-hidden="true">${lines.map((line, index) => html`<p key=${index}>${line}</p>`)}</div>`;
}
