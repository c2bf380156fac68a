export { fromNodeLogOut } from './log-out-request.js'
export { fromNodeRequest, type NodeRequest } from './node-request.js'
export { pathnameOf } from './pathname-of.js'
export { writeReply } from './write-reply.js'
