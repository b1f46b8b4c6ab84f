/** Whether everything that is exported says what it is. */
import ts from 'typescript'
import { headerOf } from './files.ts'
import type { Breach, TreeFile } from './tree.ts'

/** Exports without a comment, and files of the product without a header. */
export function checkDocumentation(files: readonly TreeFile[]): Breach[] {
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true)
    const bare = source.statements
      .filter(isExportedDeclaration)
      .filter((statement) => !hasSentence(statement))
      .map((statement) => `${file.path}: ${nameOf(statement)} is exported and says nothing about itself`)
    const isLone = source.statements.filter(isExportedDeclaration).length === 1
    const needsHeader = headerOf(file.text) === '' && !isLone
    return needsHeader ? [...bare, `${file.path} has no comment at its top`] : bare
  })
}

type Declaration =
  | ts.FunctionDeclaration
  | ts.ClassDeclaration
  | ts.InterfaceDeclaration
  | ts.TypeAliasDeclaration
  | ts.VariableStatement

function isExportedDeclaration(statement: ts.Statement): statement is Declaration {
  const isDeclaration =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isVariableStatement(statement)
  if (!isDeclaration) return false
  // Of an overloaded function, the implementation is nobody's business.
  if (ts.isFunctionDeclaration(statement) && statement.body !== undefined && isOverloaded(statement))
    return false
  return statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

function isOverloaded(declaration: ts.FunctionDeclaration): boolean {
  return declaration
    .getSourceFile()
    .statements.some(
      (other) =>
        ts.isFunctionDeclaration(other) &&
        other.body === undefined &&
        other.name?.text === declaration.name?.text,
    )
}

function hasSentence(statement: ts.Statement): boolean {
  return ts
    .getJSDocCommentsAndTags(statement)
    .some(
      (comment) => ts.isJSDoc(comment) && /\S+\s+\S+/.test(ts.getTextOfJSDocComment(comment.comment) ?? ''),
    )
}

function nameOf(statement: Declaration): string {
  if (!ts.isVariableStatement(statement)) return statement.name?.text ?? 'default'
  return statement.declarationList.declarations.map(({ name }) => name.getText()).join(', ')
}
