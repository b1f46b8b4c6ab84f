/** Model hosts and the tools around them, as far as `src/providers/` has none of them: one row a token family. */
import { ALNUM, HEX, SLUG, WORD } from '../find/text/characters.ts'
import { families } from './family.ts'

/** Rows of this subject. */
export const MODEL_FAMILIES = [
  ...families(
    'openrouter.ai/docs; api-docs.deepseek.com; console.groq.com/docs; docs.x.ai; replicate.com/docs',
    [
      ['cerebras', 'key', 'csk-', ALNUM, 48, { left: 'word' }],
      ['nvidia', 'key', 'nvapi-', SLUG, 64, { least: 40 }],
      ['together', 'key', 'tgp_v1_', SLUG, 43],
      ['fireworks', 'key', 'fw-', ALNUM, 40, { left: 'word', random: true }],
      ['fireworks', 'key', 'fpk_', ALNUM, 40, { left: 'word' }],
      ['fireworks', 'key', 'fw_', ALNUM, [22, 24], { left: 'word', random: true }],
      ['anyscale', 'key', 'esecret_', ALNUM, [], { left: 'word', least: 20, random: true }],
      ['voyage', 'key', 'pa-', SLUG, 43, { left: 'word', random: true }],
      ['runpod', 'key', 'rpa_', ALNUM, 46, { least: 36 }],
      ['stability', 'key', 'sk-stab-', SLUG, [], { least: 24 }],
    ],
  ),
  ...families('docs.browser-use.com; docs.agentmail.to', [
    ['browseruse', 'key', 'bu_', SLUG, 43, { left: 'word', random: true }],
    ['agentmail', 'key', 'am_us_', HEX, 64, { left: 'word' }],
  ]),
  ...families(
    'docs.smith.langchain.com; langfuse.com/docs; docs.pinecone.io; docs.tavily.com; docs.firecrawl.dev',
    [
      ['langsmith', 'key', 'lsv2_pt_', WORD, 43, { least: 36 }],
      ['langsmith', 'key', 'lsv2_sk_', WORD, 43, { least: 36 }],
      ['langfuse', 'key', 'sk-lf-', SLUG, 36],
      ['pinecone', 'key', 'pcsk_', WORD, [70], { least: 50 }],
      ['tavily', 'key', 'tvly-', SLUG, [32, 36], { least: 24, random: true }],
      ['firecrawl', 'key', 'fc-', HEX, 32, { left: 'word' }],
      ['jina', 'key', 'jina_', SLUG, 60, { least: 40 }],
      ['e2b', 'key', 'e2b_', HEX, 40],
      ['apify', 'token', 'apify_api_', ALNUM, 36],
      ['browserbase', 'key', 'bb_live_', SLUG, [], { least: 20, random: true }],
      ['wandb', 'key', 'wandb_v1_', WORD, [77], { least: 60 }],
      ['cursor', 'key', 'key_', HEX, 64, { left: 'word' }],
      ['composio', 'key', 'ak_', SLUG, 20, { left: 'word', random: true }],
      ['helicone', 'key', 'sk-helicone-', SLUG, [], { least: 24 }],
    ],
  ),
]
