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

/** Calling codes of one or two digits; all others have three. */
const CALLING_CODE = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d+)$/;

/** `+44 770 090 0123`: the calling code, then groups of three, of which the last may have four. */
export function phone(number) {
  const [, code, rest] = CALLING_CODE.exec(number) ?? [];
  if (code === undefined) return number;
  return `+${code} ${rest.replace(/(\d{3})(?=\d{2})/g, "$1 ")}`;
}

/** The statuses of the API that mean that a call did what it was for. */
const GOOD = new Set(
  "pending valid approved success retry challenged shadow_blocked".split(" "),
);

/** What the API said in a response: a status or an error code; `undefined` if it says neither. */
export function outcomeOf(response) {
  const outcome = response?.body?.status ?? response?.body?.code;
  return typeof outcome === "string" ? outcome : undefined;
}

/** Whether a response refuses what was asked for, with whatever HTTP status. */
export function isRefusal(response) {
  const outcome = outcomeOf(response);
  return response !== undefined && outcome !== undefined &&
    (response.status >= 400 || !GOOD.has(outcome));
}

/** `rate_limited` as words. */
export function words(name) {
  return name.replaceAll("_", " ");
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}
