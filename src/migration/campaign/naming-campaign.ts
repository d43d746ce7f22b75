/** What a shell takes as it stands. */
const PLAIN = /^[\w./@:+-]+$/

/**
 * Names the campaign in the migrate commands that a text tells to type, so that they can be pasted
 * where the text was read.
 * @param location as it was given with `--campaign`.
 */
export function namingCampaign(text: string, location: string): string {
  if (location === '.') return text
  const word = PLAIN.test(location) ? location : `'${location.replaceAll("'", `'\\''`)}'`
  return text.replace(
    /\bcapstan migrate (?!init\b)(?:(?:bind|swap) )?[a-z]+/g,
    (command) => `${command} -c ${word}`,
  )
}
