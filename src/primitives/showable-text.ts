const UNSHOWABLE =
  /(?![\t\n])[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu

/**
 * Text without characters that cannot be shown (controls), and without those that turn the direction
 * of what follows (Unicode 5.2.0, UAX #9): they become U+FFFD. A name, or the words of a node, must
 * not be able to rearrange the page or the terminal around it.
 */
export function showableText(text: string): string {
  return text.replace(UNSHOWABLE, '\ufffd')
}
