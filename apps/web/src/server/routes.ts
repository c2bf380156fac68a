// Shared by the routes of all demos. It imports no file or server modules, so that a bundler can include it.
export { bodyField } from './body-field.js'
export { type DemoResponse, unknownUser } from './demo-responses.js'
export {
  type DemoSession,
  type EndedSessions,
  endSessionsOf,
  newSession,
  onSessionsEnded,
  type SignedInUser,
  sessionUser,
  takeEndings,
} from './demo-session.js'
export { type DemoSettings, type StreamKeys, streamKeys } from './demo-settings.js'
export { type DemoUser, demoUsers, findDemoUser } from './demo-users.js'
export { pageHeaders } from './page-headers.js'
