/** Joda names of date formats. Elasticsearch 8 knows these formats only by names with underscores. */
const CAMEL_FORMATS = new Set(
  (
    'basicDate basicDateTime basicDateTimeNoMillis basicOrdinalDate basicOrdinalDateTime ' +
    'basicOrdinalDateTimeNoMillis basicTime basicTimeNoMillis basicTTime basicTTimeNoMillis basicWeekDate ' +
    'basicWeekDateTime basicWeekDateTimeNoMillis dateHour dateHourMinute dateHourMinuteSecond ' +
    'dateHourMinuteSecondFraction dateHourMinuteSecondMillis dateOptionalTime dateTime dateTimeNoMillis ' +
    'hourMinute hourMinuteSecond hourMinuteSecondFraction hourMinuteSecondMillis ordinalDate ordinalDateTime ' +
    'ordinalDateTimeNoMillis timeNoMillis tTime tTimeNoMillis weekDate weekDateTime weekDateTimeNoMillis ' +
    'weekyearWeek weekyearWeekDay yearMonth yearMonthDay'
  ).split(' '),
);

/** The given formats (alternatives are separated by `||`) under their names with underscores. */
export function toSnakeCaseFormats(format: string): string {
  return format
    .split('||')
    .map((part) => {
      const strict = /^strict[A-Z]/.test(part);
      const bare = strict ? part[6]!.toLowerCase() + part.slice(7) : part;
      if (!CAMEL_FORMATS.has(bare)) return part;
      return (
        (strict ? 'strict_' : '') +
        bare
          .replace(/TTime/, '_t_time')
          .replace(/^tTime/, 't_time')
          .replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
          .replaceAll('__', '_')
      );
    })
    .join('||');
}
