import { JsonCursor } from '../primitives/json-cursor.ts'

const LF = 0x0a
const CLOSE = 0x7d

/** An answer of bytomd, with HTTP 200 or 400: only `status` tells success from failure. */
export interface NodeAnswer {
  readonly status: string
  /** JSON; undefined if there is nothing to return. */
  readonly data: Buffer | undefined
  /** Of a failure, such as `BTM000`. */
  readonly code: string
  /** Of a failure: the node's text. */
  readonly message: string
}

/** The beginning of a success. `data`, a brace and a line feed follow. */
const SUCCESS = Buffer.from('{"status":"success","data":')

/**
 * Opens an answer. The usual success is not parsed here, because its data is parsed later.
 * @throws JsonUnexpected for anything that is not one whole JSON object
 */
export function readAnswer(body: Buffer): NodeAnswer {
  const end = body.length - (body.at(-1) === LF ? 2 : 1)
  if (body.subarray(0, SUCCESS.length).equals(SUCCESS) && body[end] === CLOSE) {
    const data = body.subarray(SUCCESS.length, end)
    return { status: 'success', data, code: '', message: '' }
  }
  return readOtherAnswer(body.toString('utf8'))
}

function readOtherAnswer(text: string): NodeAnswer {
  const json = new JsonCursor(text)
  const answer = {
    status: '',
    data: undefined as Buffer | undefined,
    code: '',
    msg: '',
    detail: '',
  }
  json.object((key) => {
    switch (key) {
      case 'data':
        answer.data = Buffer.from(json.raw())
        break
      case 'status':
      case 'code':
      case 'msg':
        answer[key] = json.string()
        break
      // For a request that reached its method, and for one that did not.
      case 'error_detail':
      case 'detail':
        answer.detail = json.string()
        break
      default:
        json.skip()
    }
  })
  json.end()
  const { status, data, code, msg, detail } = answer
  const message = (detail || msg).slice(0, 500)
  return { status, data, code, message }
}
