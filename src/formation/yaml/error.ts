/** Says in our own words what is wrong with a YAML text; the parser's words may repeat parts of the file. */
import type { ErrorCode } from 'yaml'

const SENTENCES: Partial<Record<ErrorCode, string>> = {
  BAD_ALIAS: 'this YAML alias (`*name`) is not sound; write the value out.',
  BAD_COLLECTION_TYPE: 'a YAML tag here does not fit what follows it.',
  BAD_DIRECTIVE: 'a YAML directive (`%`) here is not sound; take it out.',
  BAD_DQ_ESCAPE: 'a backslash in double quotes starts something unknown; write \\\\ or use single quotes.',
  BAD_INDENT: 'the indentation does not line up with the lines around it.',
  BAD_SCALAR_START: 'a value begins with a character that needs quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'a field stands where a value should be; is it missing quotes or a line break?',
  BLOCK_IN_FLOW: 'a block stands inside brackets; close the brackets first.',
  DUPLICATE_KEY: 'a field is given twice.',
  MISSING_CHAR: 'a bracket, quote or colon is missing.',
  MULTIPLE_DOCS: 'the file holds several documents (`---`); keep one.',
  MULTILINE_IMPLICIT_KEY: "a field's name goes over several lines.",
  RESOURCE_EXHAUSTION: 'the file is nested too deeply.',
  TAB_AS_INDENT: 'a tab is used for indentation; use spaces.',
  TAG_RESOLVE_FAILED: 'a YAML tag (`!…`) is not understood here.',
  UNEXPECTED_TOKEN: 'something stands here that does not belong; is a quote or a comma missing?',
}

/** A predicate for an error of the YAML parser, without any of the file's text. */
export function describeYamlError(code: ErrorCode): string {
  return SENTENCES[code] ?? `the file is not sound YAML here (${code}).`
}
