export type { NodeRequest } from './node-request.js'
export { fromNodeRequest } from './node-request.js'
export { pathnameOf } from './pathname-of.js'
export { writeReply } from './write-reply.js'
