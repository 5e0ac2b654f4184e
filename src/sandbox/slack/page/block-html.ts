// Block Kit blocks as a person sees them, in a message, a modal or a Home tab.

import type { Block } from '#sandbox/slack/block.ts';
import { text } from '#texts/texts.ts';
import { elementHtml, type Scene, textHtml } from './element-html.ts';
import { type Html, html } from './html.ts';
import { markdown } from './mrkdwn.ts';

function picture(image: { image_url: string; alt_text: string }, small: boolean): Html {
  const url = /^https?:/.test(image.image_url) ? image.image_url : '';
  return html`<img class="${small ? 'thumb' : 'picture'}" src="${url}" alt="${image.alt_text}" title="${image.alt_text}">`;
}

function inside(scene: Scene, block: Block): Html {
  switch (block.type) {
    case 'section':
      return html`<div class="section-text">
          ${block.text && html`<div>${textHtml(scene, block.text)}</div>`}
          ${block.fields && html`<div class="fields">${block.fields.map((field) => html`<div>${textHtml(scene, field)}</div>`)}</div>`}
        </div>
        ${block.accessory && html`<div class="accessory">${block.accessory.type === 'image' ? picture(block.accessory, false) : elementHtml(scene, block.accessory)}</div>`}`;
    case 'header':
      return html`<h3>${textHtml(scene, block.text)}</h3>`;
    case 'divider':
      return html`<hr>`;
    case 'image':
      return html`${block.title && html`<p class="image-title">${textHtml(scene, block.title)}</p>`}${picture(block, false)}`;
    case 'context':
      return html`${block.elements.map((element) =>
        element.type === 'image' ? picture(element, true) : html`<span>${textHtml(scene, element)}</span>`,
      )}`;
    case 'actions':
      return html`${block.elements.map((element) => elementHtml(scene, element))}`;
    case 'input':
      return html`<label class="input-label">${textHtml(scene, block.label)}${block.optional && html` <small>${text(scene.locale, 'sandbox.slack.optional')}</small>`}</label>
        ${elementHtml(scene, block.element)}
        ${block.hint && html`<p class="hint">${textHtml(scene, block.hint)}</p>`}<p class="input-error" hidden></p>`;
    case 'markdown':
      return html`<div>${markdown(block.text)}</div>`;
    case 'table':
      return html`<div class="table"><table>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell.text}</td>`)}</tr>`)}</table></div>`;
  }
}

export function blocksHtml(scene: Scene, blocks: readonly Block[]): Html {
  return html`${blocks.map((block) => html`<div class="block block-${block.type}" data-block="${block.block_id}">${inside(scene, block)}</div>`)}`;
}
