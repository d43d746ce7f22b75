import { JsonCursor } from '../primitives/json-cursor.ts'

/** What a bytomd answered, with HTTP 200 or 400: only `status` tells success from failure. */
export interface NodeAnswer {
  readonly status: string
  /** JSON text; undefined where there is nothing to return. */
  readonly data: string | undefined
  /** Of a failure, such as `BTM000`. */
  readonly code: string
  /** Of a failure: what the node says about it. */
  readonly message: string
}

/** @throws JsonUnexpected for anything that is not one whole JSON object. */
export function readAnswer(text: string): NodeAnswer {
  const json = new JsonCursor(text)
  const answer = {
    status: '',
    data: undefined as string | undefined,
    code: '',
    msg: '',
    detail: '',
  }
  json.object((key) => {
    switch (key) {
      case 'data':
        answer.data = json.raw()
        break
      case 'status':
      case 'code':
      case 'msg':
        answer[key] = json.string()
        break
      // Of a request that reached its method, and of one that did not.
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
