/** Formats values for people. */

const clock = new Intl.DateTimeFormat([], { timeStyle: "medium", hourCycle: "h23" });
const minute = new Intl.DateTimeFormat([], { timeStyle: "short", hourCycle: "h23" });
const day = new Intl.DateTimeFormat([], { dateStyle: "medium" });

export function time(date) {
  return clock.format(date);
}

export function shortTime(date) {
  return minute.format(date);
}

export function date(date) {
  return day.format(date);
}

/** `9:42` or `1:02:03`, rounded up so that 0:00 means no time left. */
export function duration(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number) => String(number).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** `+1 555 555 0100`: North American numbers in their usual groups, others in threes. */
export function phone(number) {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  if (area !== undefined) return `+1 ${area} ${exchange} ${line}`;
  return /^\+\d+$/.test(number) ? number.replace(/\B(?=(\d{3})+$)/g, " ") : number;
}

/** `rate_limited` as words. */
export function words(name) {
  return name.replaceAll("_", " ");
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}
