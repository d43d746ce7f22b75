// Keys of JSON objects, told apart by their length and all their bytes, eight at a time.

/** At most eight characters of ASCII as they lie in memory. */
export function packed(text: string): u64 {
  let bytes: u64 = 0
  for (let i = text.length - 1; i >= 0; i--) bytes = (bytes << 8) | (text.charCodeAt(i) as u64)
  return bytes
}

/** Is the key `text`, of at most eight characters? */
export function isShort(key: usize, length: usize, text: u64, textLength: usize): bool {
  return length == textLength && (load<u64>(key) & (u64.MAX_VALUE >> ((8 - length) << 3))) == text
}

/** Does a key of 9 to 16 characters have these first and last eight? */
export function isLong(key: usize, length: usize, first: u64, last: u64): bool {
  return load<u64>(key) == first && load<u64>(key + length - 8) == last
}
