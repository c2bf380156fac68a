export { fromNodeRequest, type NodeRequest } from './node-request.js'
export { nodeSignal } from './node-signal.js'
export { pathnameOf } from './pathname-of.js'
export { writeReply } from './write-reply.js'
