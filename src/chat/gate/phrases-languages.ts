/**
 * The same few answers in other languages: yes, no, cancel, again, what is that?
 *
 * English rules are the base; these keep a person who answers in another language from being stuck in a question. Only
 * whole messages count, and only words that are hardly a password: while one is awaited, "cancelar" must not be taken for it.
 */

/** What a short answer in another language means. */
export type ForeignAnswer = 'yes' | 'no' | 'cancel' | 'again' | 'help'

const WORDS: Readonly<Record<ForeignAnswer, string>> = {
  yes: `ja, ja bitte, ja gerne, klar, jawohl, sí, si, sí por favor, si por favor, claro, vale, oui, oui merci, oui s'il te plaît,
    oui s'il vous plaît, bien sûr, d'accord, sì, sì grazie, certo, va bene, sim, sim por favor, com certeza, ja graag, graag, tak,
    tak proszę, jasne, да, да пожалуйста, конечно, так, так будь ласка, evet, tamam, ano, kyllä, igen, da, ναι, はい, お願いします, うん, 是, 是的, 好,
    好的, 对, 可以, 네, 예, 응, نعم, أجل, हाँ, हां, जी हाँ, ya, iya, có, vâng, ใช่, כן`,
  no: `nein, nein danke, nö, lieber nicht, no gracias, non, non merci, no grazie, não, nao, não obrigado, não obrigada, nee, nee bedankt, nie,
    nie dziękuję, нет, нет спасибо, не надо, ні, ні дякую, hayır, hayir, yok, nej, nej tack, nej tak, nei, nei takk, ei, ei kiitos, nem, ne,
    ne děkuji, nu, nu mulțumesc, όχι, いいえ, いや, 結構です, 不, 不是, 不要, 不用, 不用了, 否, 아니요, 아니오, 아니, لا, لا شكرا, नहीं, नही, tidak, không, ไม่, לא`,
  cancel: `abbrechen, lass das, vergiss das, jetzt nicht, nicht jetzt, ich will nicht, ich möchte nicht, nein ich will nicht, ein andermal, mach ich später,
    ahora no, no quiero, déjalo estar, otro día, pas maintenant, je ne veux pas, non pas maintenant, une autre fois, adesso no, non voglio, non ora, agora não, não quero, outro dia,
    niet nu, ik wil niet, nie teraz, nie chcę, не сейчас, не хочу, не зараз, şimdi değil, istemiyorum, inte nu, ikke nu, ikke nå, ei nyt, nem most, teď ne, όχι τώρα,
    今はいい, 今はいいです, あとで, 後で, また今度, スキップ, 以后再说, 现在不要, 不想, 나중에, 지금은 안 돼, ليس الآن, अभी नहीं, không phải bây giờ, nanti saja, abbruch, stopp, vergiss es, lass es, schon gut, egal, später, cancelar, cancela, para, olvídalo, olvidalo, déjalo, dejalo,
    más tarde, luego, annuler, annule, arrête, arrete, laisse tomber, plus tard, peu importe, annulla, annullare, lascia stare, lascia perdere,
    più tardi, deixa, deixa pra lá, esquece, mais tarde, annuleren, annuleer, laat maar, anuluj, nieważne, później, отмена, отменить, отмени,
    стоп, забудь, не важно, неважно, потом, скасувати, скасуй, iptal, iptal et, vazgeç, boşver, sonra, avbryt, annuller, glöm det, glem det,
    peruuta, peru, mégse, zrušit, zruš, anulează, renunță, ακύρωση, άκυρο, キャンセル, 取り消し, やめて, やめる, やめます, 中止, 取消, 取消吧, 算了,
    停止, 취소, 취소해, 그만, 됐어, إلغاء, الغاء, توقف, रद्द, रद्द करें, रहने दो, batal, batalkan, hủy, huỷ, thôi, ยกเลิก, ביטול, בטל`,
  again: `nochmal, noch mal, noch einmal, erneut versuchen, fertig, erledigt, otra vez, de nuevo, inténtalo de nuevo, reintentar, listo, hecho,
    réessayer, réessaie, encore, encore une fois, c'est fait, fait, di nuovo, ancora, riprova, fatto, de novo, tente de novo, tentar de novo,
    outra vez, pronto, feito, opnieuw, nog een keer, klaar, jeszcze raz, ponów, gotowe, ещё раз, еще раз, снова, готово, ще раз, tekrar,
    tekrar dene, bitti, tamamdır, もう一度, 再試行, 完了, できました, 再试, 再试一次, 重试, 好了, 完成, 다시, 다시 시도, 완료, 했어요, مرة أخرى, تم, फिर से, coba lagi, selesai, thử lại, xong`,
  help: `hilfe, was ist das, warum, wieso, wozu, wo finde ich das, ist das sicher, ayuda, qué es eso, que es eso, por qué, para qué, dónde lo encuentro,
    es seguro, aide, c'est quoi, qu'est-ce que c'est, pourquoi, où le trouver, c'est sûr, aiuto, cos'è, che cos'è, perché, è sicuro, ajuda, o que é isso,
    por quê, para quê, é seguro, wat is dat, waarom, hulp, pomoc, co to jest, dlaczego, что это, зачем, почему, помощь, це що, навіщо, bu ne, neden, yardım,
    これは何, これは何ですか, なぜ, なんで, ヘルプ, 这是什么, 為什麼, 为什么, 帮助, 이게 뭐야, 왜, 도움말, ما هذا, لماذا, مساعدة, यह क्या है, क्यों, मदद`,
}

const MEANINGS: ReadonlyMap<string, ForeignAnswer> = new Map(
  Object.entries(WORDS).flatMap(([answer, words]) =>
    words.split(/[,\s]*,\s*/).map((word) => [word.replaceAll(/\s+/g, ' ').trim(), answer as ForeignAnswer]),
  ),
)

/** What a whole message means, in plain words (`plainWords`); nothing for any other message. */
export function readForeignAnswer(words: string): ForeignAnswer | undefined {
  return MEANINGS.get(
    words
      .replaceAll(/[¡¿。．！？?,，、!]+/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
}
