// What an app under test is made of. Without the suites and vitest, and without Node, for apps in a process or runtime of their own.
export { APP_SETTINGS } from './app-settings.js'
export { guardedAnswer } from './guarded-answer.js'
export { GUARDED_PATHS, type GuardedPath } from './guarded-paths.js'
export type { AppSpec, NeutralVerifyUser } from './host.js'
export { PASSED_ON } from './passed-on.js'
export { createTestVerifyUser } from './test-user.js'
export { thrownAnswer } from './thrown-answer.js'
