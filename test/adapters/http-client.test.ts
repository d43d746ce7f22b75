import { NodeClient } from '../../src/primitives/http/node-client.ts'
import { UndiciClient } from '../../src/primitives/http/undici-client.ts'
import { describeHttpClient } from './http-client.behavior.ts'

describeHttpClient('node:http', (target) => new NodeClient(target))
describeHttpClient('undici', (target) => new UndiciClient(target))
