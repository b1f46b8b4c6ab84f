/** GitHub tokens made at run time: those of the testing kit, so that the demo and the tests make them one way. */
export { createGitHubToken, type GitHubTokenKind } from '../../../src/testing/github-token.ts'
