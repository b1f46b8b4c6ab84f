/**
 * Tells what of an answer is said to the user, sentence by sentence: fenced code, code in a line, quotations and drafts are
 * shown, not said.
 */

/** Opens or closes fenced code (CommonMark 4.5). */
const FENCE = /^ {0,3}(?:```|~~~)/
const RULE = /^ {0,3}(?:-{3,}|\*{3,}|_{3,})\s*$/
const BLOCK_QUOTE = /^ {0,3}>/
/** Says that what follows in the next lines is a text for somebody else. */
const DRAFT_AHEAD =
  /\b(?:draft|template|e-?mail|letter|reply|message|announcement|post|note|comment|ticket|wording|translation|example|sample|Entwurf|Vorlage|Nachricht|Beispiel|borrador|plantilla|mensaje|correo|ejemplo|brouillon|modèle|courriel|exemple|rascunho|modelo|bozza|esempio|черновик|письмо)\b[^\n]{0,80}[:：]\s*$|(?:草稿|邮件|模板|下書き|メール|例文)[^\n]{0,30}[:：]\s*$|^\s*(?:\*\*)?(?:Subject|Betreff|Asunto|Objet|Assunto|Oggetto|Тема|主题|件名)(?:\*\*)?\s*[:：]/i
/** A message that the user is to write here is no draft for others. */
const TO_US = /\b(?:to me|with me|me (?:a|the|your)|here(?!\s+(?:is|are)|['’]s)|in this chat)\b/i
const CODE = /`+([^`\n]+)`+/g
/** Names and single terms are said, in quotes or not. */
const FEW_WORDS = 2
const QUOTED = /"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|「[^」\n]*」|『[^』\n]*』/g
/** A quotation of several sentences: its beginning and its end. */
const OPENS = /["“„«「『][^"”“»」』\n]*$/
const CLOSES = /^[^"”“»」』\n]*["”“»」』]/

/** Reads the sentences of one answer, in order. */
export class SpokenWords {
  #isFenced = false
  #isQuoted = false
  #draft: 'none' | 'ahead' | 'open' | 'ruled' = 'none'
  #isLineStart = true
  #line = ''

  /** What of the next sentence is said to the user; code and quotations are left out. */
  of(sentence: string): string {
    const isLineStart = this.#isLineStart
    this.#isLineStart = sentence.endsWith('\n')
    this.#line = isLineStart ? sentence : this.#line + sentence
    if (isLineStart) {
      this.#isQuoted = false
      if (FENCE.test(sentence)) {
        this.#isFenced = !this.#isFenced
        if (!this.#isFenced) this.#draft = 'none'
        return ''
      }
    }
    if (this.#isFenced || this.#isDrafted(sentence, isLineStart)) return ''
    if (BLOCK_QUOTE.test(this.#line)) return ''
    const said = this.#withoutQuotations(sentence.replace(CODE, withoutCommand))
    if (this.#isLineStart && DRAFT_AHEAD.test(this.#line) && !TO_US.test(this.#line)) this.#draft = 'ahead'
    return said
  }

  #isDrafted(sentence: string, isLineStart: boolean): boolean {
    if (this.#draft === 'none') return false
    if (isLineStart && RULE.test(sentence)) {
      this.#draft = this.#draft === 'ahead' ? 'ruled' : 'none'
      return true
    }
    if (this.#draft === 'ahead' && sentence.trim() !== '')
      this.#draft = BLOCK_QUOTE.test(sentence) ? 'none' : 'open'
    return this.#draft !== 'none'
  }

  #withoutQuotations(sentence: string): string {
    let said = sentence
    if (this.#isQuoted) {
      const end = CLOSES.exec(said)
      if (end === null) return ''
      said = said.slice(end[0].length)
      this.#isQuoted = false
    }
    said = said.replace(QUOTED, withoutSentence)
    const open = OPENS.exec(said)
    if (open === null) return said
    this.#isQuoted = true
    return said.slice(0, open.index)
  }
}

/** A name in code is said like another word; a command leaves a mark. */
function withoutCommand(_: string, code: string): string {
  return /\s/.test(code.trim()) ? ' ` ' : ` ${code.replaceAll('_', ' ')} `
}

function withoutSentence(quoted: string): string {
  const words = quoted.slice(1, -1).trim()
  const isSentence = words.split(/\s+/).length > FEW_WORDS || /[\u2e80-\u9fff]{6}/.test(words)
  return isSentence ? ' … ' : ` ${words} `
}
