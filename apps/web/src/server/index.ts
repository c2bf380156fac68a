export { pageFolder } from './page-folder.js'
export * from './routes.js'
export { runDemo } from './run-demo.js'
export { type CreateApp, type Demo, startDemo } from './start-demo.js'
