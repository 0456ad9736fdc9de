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

/** How well-known numbers are written: the calling code, what follows it, and the lengths of groups. */
const PLANS = Object.entries({
  "1": "3-3-4",
  "7": "3 3 2 2",
  "27": "2 3 4",
  "31(?=6)": "1 8",
  "32(?=4)": "3 2 2 2",
  "33": "1 2 2 2 2",
  "34": "3 2 2 2",
  "39(?=3)": "3 3 4",
  "41": "2 3 2 2",
  "44(?=2)": "2 4 4",
  "44(?=7)": "4 6",
  "45": "2 2 2 2",
  "46(?=7)": "2 3 2 2",
  "49(?=15)": "4 7",
  "49(?=1[67])": "3 7,8",
  "52": "2 4 4",
  "55(?=..9)": "2 5 4",
  "61(?=4)": "3 3 3",
  "65": "4 4",
  "8[12](?=[1789]0)": "2 4 4",
  "86(?=1)": "3 4 4",
  "90": "3 3 2 2",
  "91": "5 5",
  "351": "3 3 3",
  "353(?=8)": "2 3 4",
  "42[01]": "3 3 3",
  "852": "4 4",
  "97[12](?=5)": "2 3 4",
}).map(([start, groups]) => ({
  pattern: new RegExp(`^\\+(${start})${groups.replace(/[ -]?([\d,]+)/g, "(\\d{$1})")}$`),
  separator: groups.includes("-") ? "-" : " ",
}));

/** `+44 7700 900123`; a number of another plan is not grouped, since any grouping might be wrong. */
export function phone(number) {
  for (const { pattern, separator } of PLANS) {
    const [, code, ...groups] = pattern.exec(number) ?? [];
    if (code !== undefined) return `+${code} ${groups.join(separator)}`;
  }
  return number.replace(CALLING_CODE, "+$1 $2");
}

/** Statuses that come with HTTP status 200, although nothing was done. */
const REFUSED = new Set(
  ("already_validated blocked denied expired_auth expired_or_not_found failure invalid no_attempt " +
    "rate_limited spam_detected transaction_mismatch transaction_missing without_attempt")
    .split(" "),
);

/** What the API said in a response: a status or an error code; `undefined` if it says neither. */
export function outcomeOf(response) {
  const outcome = response?.body?.status ?? response?.body?.code;
  return typeof outcome === "string" ? outcome : undefined;
}

/** How a request ended: with `success`, `refused` by the API, or `failed`, as by a fault. */
export function endOf({ response, fault }) {
  const isFault = fault !== undefined && fault !== "latency";
  if (isFault || response === undefined || response.status >= 500) return "failed";
  return response.status >= 400 || REFUSED.has(outcomeOf(response)) ? "refused" : "success";
}

/** Why, in words: `blocked, in block list`. */
export function reasonOf({ response, fault }) {
  const said = [outcomeOf(response), response?.body?.reason].filter((part) =>
    typeof part === "string"
  );
  if (said.length > 0) return said.map(words).join(", ");
  if (fault !== undefined) return words(fault);
  return response === undefined ? "no response" : String(response.status);
}

/** `rate_limited` as words. */
export function words(name) {
  return name.replaceAll("_", " ");
}

export function count(number, one, many = `${one}s`) {
  return `${number} ${number === 1 ? one : many}`;
}
