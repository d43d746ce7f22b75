import { CapstanError } from '../../primitives/capstan-error.ts'
import { batchInvalid } from './batch-errors.ts'

/** A place in a batch file, for error messages. */
export class Place {
  readonly file: string
  /** As in `transactions.3`. */
  readonly field: string

  constructor(file: string, field: string) {
    this.file = file
    this.field = field
  }

  /** Reads one member; the reader's error becomes the reason. @throws BATCH_INVALID */
  read<T>(member: string, reader: () => T): T {
    try {
      return reader()
    } catch (error) {
      throw batchInvalid(this.file, `${this.field}.${member}`, reasonOf(error))
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return error.message
  if (error instanceof CapstanError) return `is wrong: ${error.message.replace(/\.$/, '')}`
  return `is wrong: ${(error as { shortMessage?: string }).shortMessage ?? 'it cannot be encoded'}`
}
