// What a demo's routes share: no files and no servers, so that a bundler can take it in.
export { bodyField } from './body-field.js'
export { brokenTokenAnswer, type DemoAnswer, unknownUser } from './demo-answers.js'
export { type DemoSession, endSessionsOf, newSession, sessionUser } from './demo-session.js'
export { type DemoSettings, type StreamKeys, streamKeys } from './demo-settings.js'
export { type DemoUser, demoUsers, findDemoUser } from './demo-users.js'
export { pageHeaders } from './page-headers.js'
