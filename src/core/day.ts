/**
 * The ISO day of a moment, in UTC. By hand, since `toISOString` first reads the machine's time zone.
 * @param time milliseconds since 1970, of a year from 1970 to 9999. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
export function dayOf(time: number): string {
  // Years begin in March here, so that a leap day is a year's last.
  const days = Math.floor(time / 86_400_000) + 719_468;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const day = ofYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  return [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
}
