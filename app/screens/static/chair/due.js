// Days as a written answer's due date counts them: whole days in the conference's own zone.

/**
 * Today, as `<input type="date">` writes it.
 * @param {number} now ms
 * @param {string} zone IANA name
 */
export function today(now, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

/**
 * So many working days on: Saturdays and Sundays do not count. Holidays are not known here.
 * @param {string} day "YYYY-MM-DD"
 * @param {number} count
 */
export function workingDaysOn(day, count) {
  const date = new Date(`${day}T00:00:00Z`);
  for (let left = count; left > 0; ) {
    date.setUTCDate(date.getUTCDate() + 1);
    if (date.getUTCDay() % 6 !== 0) left -= 1;
  }
  return date.toISOString().slice(0, 10);
}

/** "05/03/2025" @param {string} day "YYYY-MM-DD" */
export function dayWords(day) {
  return day.split("-").reverse().join("/");
}
