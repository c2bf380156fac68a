// The parts of an app under test, without the suites, vitest and Node, for apps in another process or runtime.
export { APP_SETTINGS } from './app-settings.js'
export { GUARDED_PATHS, type GuardedPath } from './guarded-paths.js'
export { guardedResult } from './guarded-result.js'
export type { AppSpec, NeutralVerifyUser } from './host.js'
export { PASSED_ON } from './passed-on.js'
export { createTestVerifyUser } from './test-user.js'
export { thrownResponse } from './thrown-response.js'
export { TOKEN_PATHS, type TokenPath } from './token-paths.js'
