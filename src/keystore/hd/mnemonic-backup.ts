import { rm } from 'node:fs/promises'
import type { Prompts } from '../../primitives/prompts.ts'
import { writePrivateFile } from '../private-file.ts'

/** Where the words of a fresh mnemonic go before its key is stored. */
export interface MnemonicBackup {
  keep(words: string): Promise<void>
  /** The key was not stored: its words are useless. */
  forget(): Promise<void>
}

/** In a new file for its owner alone. @throws FILE_EXISTS */
export function backupInFile(path: string): MnemonicBackup {
  return {
    keep: (words) => writePrivateFile(path, `${words}\n`),
    forget: () => rm(path),
  }
}

/** On paper, from a screen shown once. @throws CANCELLED, ANSWER_NEEDED without a terminal. */
export function backupOnPaper(name: string, prompts: Pick<Prompts, 'reveal'>): MnemonicBackup {
  return {
    keep: (words) =>
      prompts.reveal(
        mnemonicSheet(name, words.split(' ')),
        'Are the words written down? They are not shown again.',
        '--mnemonic-out',
      ),
    forget: () => Promise.resolve(),
  }
}

const COLUMNS = 3

/** The words, numbered, for somebody with a pencil. */
function mnemonicSheet(name: string, words: readonly string[]): string {
  const rows = Math.ceil(words.length / COLUMNS)
  const numbered = words.map((word, i) => `${String(i + 1).padStart(4)} ${word.padEnd(12)}`)
  const lines = Array.from({ length: rows }, (_, row) =>
    numbered.filter((_word, i) => i % rows === row).join(''),
  )
  return [
    `The mnemonic of the key ${name}. Whoever has these words has the key.`,
    '',
    ...lines.map((line) => line.trimEnd()),
  ].join('\n')
}
