import { logsAnswerUnreadable, logsRefused } from './snapshot-errors.ts'

/**
 * Opens the JSON-RPC answer to eth_getLogs.
 * @throws LOGS_ANSWER_UNREADABLE (network) if it is cut short or not such an answer, LOGS_REFUSED
 * or
 *   LOGS_RATE_LIMITED if it is an error object.
 */
export function parseLogsAnswer(answer: Uint8Array): readonly unknown[] {
  const envelope = parseJson(answer)
  if (typeof envelope !== 'object' || envelope === null)
    throw logsAnswerUnreadable('it is not an object')
  const { result, error } = envelope as { result?: unknown; error?: unknown }
  if (error !== undefined && error !== null) throw logsRefused(readError(error))
  if (!Array.isArray(result)) throw logsAnswerUnreadable('it has no list of logs')
  return result
}

function parseJson(answer: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(answer.buffer, answer.byteOffset, answer.length).toString('utf8'))
  } catch (cause) {
    throw logsAnswerUnreadable('it is not JSON, or is cut short', cause)
  }
}

function readError(error: unknown): { code: number | null; message: string } {
  const { code, message } = error as { code?: unknown; message?: unknown }
  return {
    code: typeof code === 'number' ? code : null,
    message: typeof message === 'string' ? message.slice(0, 500) : '',
  }
}
