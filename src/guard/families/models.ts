/** Model hosts and the tools around them. */
import { ALNUM, HEX, SLUG, WORD } from '../find/text/characters.ts'
import { families } from './family.ts'

/** Rows of this subject. */
export const MODEL_FAMILIES = [
  ...families('platform.openai.com: API keys; the infix `T3BlbkFJ` is "OpenAI" in base64', [
    ['openai', 'key', 'sk-proj-', SLUG, [156, 124], { least: 32 }],
    ['openai', 'key', 'sk-svcacct-', SLUG, [156, 124], { least: 32 }],
    ['openai', 'key', 'sk-admin-', SLUG, [156, 124], { least: 32 }],
    ['openai', 'key', 'sk-', ALNUM, 48, { left: 'word', least: 40 }],
    ['openai', 'key', 'sk-None-', SLUG, [], { least: 32 }],
  ]),
  ...families('docs.anthropic.com: API overview', [
    ['anthropic', 'key', 'sk-ant-api03-', SLUG, 95, { least: 40 }],
    ['anthropic', 'key', 'sk-ant-admin01-', SLUG, 95, { least: 40 }],
    ['anthropic', 'token', 'sk-ant-oat01-', SLUG, 95, { least: 40 }],
    ['anthropic', 'refresh token', 'sk-ant-ort01-', SLUG, 95, { least: 40 }],
    ['anthropic', 'key', 'sk-ant-', SLUG, [], { least: 30, random: true }],
  ]),
  ...families(
    'openrouter.ai/docs; api-docs.deepseek.com; console.groq.com/docs; docs.x.ai; replicate.com/docs',
    [
      ['openrouter', 'key', 'sk-or-v1-', HEX, 64, { least: 40 }],
      ['deepseek', 'key', 'sk-', HEX, 32, { left: 'word', shape: /sk-[0-9a-f]{32}(?![A-Za-z0-9_-])/y }],
      ['groq', 'key', 'gsk_', ALNUM, 52],
      ['xai', 'key', 'xai-', ALNUM, 80],
      ['replicate', 'token', 'r8_', ALNUM, 37],
      ['perplexity', 'key', 'pplx-', ALNUM, 48],
      ['elevenlabs', 'key', 'sk_', HEX, 48, { left: 'word', shape: /sk_[0-9a-f]{46,48}(?![A-Za-z0-9_])/y }],
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
  ...families('ai.google.dev: API keys (2026); docs.browser-use.com; docs.agentmail.to', [
    ['google', 'key', 'AQ.', SLUG, 50, { left: 'word', random: true }],
    ['browseruse', 'key', 'bu_', SLUG, 43, { left: 'word', random: true }],
    ['agentmail', 'key', 'am_us_', HEX, 64, { left: 'word' }],
  ]),
  ...families('huggingface.co/docs/hub: user access tokens', [
    ['huggingface', 'token', 'hf_', ALNUM, 34, { least: 30 }],
    ['huggingface', 'token', 'hf_oauth_', SLUG, [], { least: 40 }],
    ['huggingface', 'token', 'api_org_', ALNUM, 34],
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
      [
        'databricks',
        'token',
        'dapi',
        HEX,
        32,
        { left: 'word', shape: /dapi[0-9a-f]{29,32}(?:-\d)?(?![A-Za-z0-9])/y },
      ],
    ],
  ),
]
