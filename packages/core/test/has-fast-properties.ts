import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--allow-natives-syntax')

/** Whether V8 keeps an object in its fast form; one with a getter in its literal it does not. */
export const hasFastProperties: (object: object) => boolean = runInNewContext(
  'object => %HasFastProperties(object)',
)
