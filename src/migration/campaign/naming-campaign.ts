/** Text that a shell needs no quotes for. */
const PLAIN = /^[\w./@:+-]+$/

/**
 * Adds `-c` to the migrate commands in a text, so that they can be pasted
 * where the text is read.
 * @param location as given with `--campaign`.
 */
export function namingCampaign(text: string, location: string): string {
  if (location === '.') return text
  const argument = PLAIN.test(location) ? location : `'${location.replaceAll("'", `'\\''`)}'`
  return text.replace(
    /\bcapstan migrate (?!init\b)(?:(?:bind|swap) )?[a-z]+/g,
    (command) => `${command} -c ${argument}`,
  )
}
