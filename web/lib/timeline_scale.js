// Where days lie on the timeline, and which stretch of time it shows. Days are written "2026-11-22"; places are percent
// of the width, so that a drawing needs no measuring and fits paper as it fits the screen.

import { scaleLinear, utcDay, utcMonth, utcYear } from './d3.js';

/** @typedef {{ from: string, until: string }} Stretch both days are within it */
/** @typedef {{ left: number, width: number, day: string, is_year: boolean }} Cell */

const shortest_months = 3;
const longest_months = 180;
/** How many pixels the name of a month, and the name of a year, needs. */
const month_room = 32;
const year_room = 44;

/** @param {string} day */
function date_of(day) {
  return new Date(`${day}T00:00:00Z`);
}

/** @param {Date} date */
function day_of(date) {
  return date.toISOString().slice(0, 10);
}

/** @param {string} day @param {number} days */
function days_after(day, days) {
  return utcDay.offset(date_of(day), days);
}

/**
 * From a day to percent of the width, and from two days to the place between the beginning of one and the end of the other.
 * @param {Stretch} stretch
 */
export function time_scale({ from, until }) {
  const scale = scaleLinear([date_of(from).getTime(), days_after(until, 1).getTime()], [0, 100]);
  return {
    /** @param {string} day its beginning */
    at: (day) => scale(date_of(day).getTime()),
    /** @param {string} day its end */
    after: (day) => scale(days_after(day, 1).getTime()),
  };
}

/** @param {Stretch} stretch */
function months_in({ from, until }) {
  return Math.max(1, utcMonth.count(date_of(from), days_after(until, 1)));
}

/**
 * The cells of one line of the timeline's head.
 * @param {Stretch} stretch
 * @param {Date[]} starts of the cells, the first at or before the stretch
 * @returns {Cell[]}
 */
function cells_of(stretch, starts) {
  const { at, after } = time_scale(stretch);
  return starts.map((start, index) => {
    const day = day_of(start);
    const left = Math.max(0, at(day));
    const right = index + 1 < starts.length ? at(day_of(starts[index + 1])) : after(stretch.until);
    return { left, width: right - left, day, is_year: day.endsWith('-01-01') };
  });
}

/** The years of a stretch. @param {Stretch} stretch */
export function year_cells(stretch) {
  return cells_of(stretch, utcYear.range(utcYear.floor(date_of(stretch.from)), days_after(stretch.until, 1)));
}

/**
 * The months of a stretch, its quarters where months would be too narrow, and nothing where quarters would be.
 * @param {Stretch} stretch
 * @param {number} width in pixels
 */
export function month_cells(stretch, width) {
  const step = [1, 3, 6].find((months) => (width / months_in(stretch)) * months >= month_room);
  const interval = step && utcMonth.every(step);
  if (!interval) return [];
  return cells_of(stretch, interval.range(interval.floor(date_of(stretch.from)), days_after(stretch.until, 1)));
}

/** Whether a cell is wide enough for its name. @param {Cell} cell @param {number} width of everything, in pixels */
export function has_room(cell, width) {
  return (cell.width / 100) * width >= (cell.is_year ? year_room : month_room) - 4;
}

/**
 * The stretch of so many months about a middle, from the first of a month to the last of one.
 * @param {Date} middle
 * @param {number} months
 * @returns {Stretch}
 */
function months_about(middle, months) {
  const wanted = Math.round(Math.min(longest_months, Math.max(shortest_months, months)));
  const from = utcMonth.round(utcMonth.offset(middle, -Math.floor(wanted / 2)));
  return { from: day_of(from), until: day_of(utcDay.offset(utcMonth.offset(from, wanted), -1)) };
}

/** @param {Stretch} stretch */
function middle_of({ from, until }) {
  return new Date((date_of(from).getTime() + date_of(until).getTime()) / 2);
}

/**
 * A stretch made longer or shorter. The day asked about stays in the middle while it is seen at all.
 * @param {Stretch} stretch
 * @param {number} factor
 * @param {string} on
 */
export function zoomed(stretch, factor, on) {
  const is_seen = on >= stretch.from && on <= stretch.until;
  return months_about(is_seen ? date_of(on) : middle_of(stretch), months_in(stretch) * factor);
}

/** A stretch moved by a third of itself. @param {Stretch} stretch @param {1 | -1} direction */
export function moved(stretch, direction) {
  const months = months_in(stretch);
  const by = direction * Math.max(1, Math.round(months / 3));
  const from = utcMonth.offset(utcMonth.floor(date_of(stretch.from)), by);
  return { from: day_of(from), until: day_of(utcDay.offset(utcMonth.offset(from, months), -1)) };
}

/** A stretch of whole years about a day, more of it ahead than behind. @param {string} on @param {number} years */
export function years_about(on, years) {
  const from = utcMonth.offset(utcMonth.floor(date_of(on)), -Math.round(years * 2));
  return { from: day_of(from), until: day_of(utcDay.offset(utcMonth.offset(from, years * 12), -1)) };
}

/** Whether a stretch can be made shorter, or longer. @param {Stretch} stretch */
export function zoom_limits(stretch) {
  const months = months_in(stretch);
  return { can_zoom_in: months > shortest_months, can_zoom_out: months < longest_months };
}
