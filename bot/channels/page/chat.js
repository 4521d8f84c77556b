// The plain chat page: it shows what the web channel sends, as text, and keeps only the conversation's token, in this tab.
"use strict";

const CHANNEL = "/webhooks/web";
const TOKEN = "lupus-chat-token";
const STRENGTH = {
  strong: "Good evidence", moderate: "Moderate evidence", low: "Weak evidence: small or few studies", none: "Not known or not tested",
};
const log = document.getElementById("log");
const status = document.getElementById("status");
const form = document.getElementById("form");
const field = document.getElementById("text");

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

async function ask(path, options = {}) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const response = await fetch(CHANNEL + path, { ...options, headers });
  const body = await response.json();
  if (!response.ok && !body.replies) throw Object.assign(new Error(body.error), { status: response.status });
  return body;
}

async function start() {
  if (sessionStorage.getItem(TOKEN)) {
    try {
      for (const turn of (await ask("/messages")).messages) showReplies(showPerson(turn.text), turn.replies);
    } catch (error) {
      if (error.status === 401) sessionStorage.removeItem(TOKEN);
      else if (error.status === 503) busy(false, "Earlier messages cannot be shown right now.");
      else throw error;
    }
  }
  const region = new URLSearchParams(location.search).get("region");
  const begun = await ask("/conversations", { method: "POST", ...(region ? { body: JSON.stringify({ region }) } : {}) });
  if (!sessionStorage.getItem(TOKEN)) sessionStorage.setItem(TOKEN, begun.token);
  document.getElementById("operator").textContent = begun.operator ? `Run by ${begun.operator}` : "";
  for (const line of begun.introduction) document.getElementById("introduction").append(element("p", "", line.text));
}

function showPerson(text) {
  const turn = element("div", "turn");
  const said = element("p", "person");
  said.append(element("span", "who", "You"), text);
  turn.append(said);
  log.append(turn);
  return turn;
}

function showReplies(turn, replies) {
  for (const old of log.querySelectorAll(".choices button")) old.disabled = true;
  for (const reply of replies) turn.append(reply.metadata.response?.startsWith("utter_route_") ? route(reply) : answer(reply));
  if (replies.some((reply) => reply.metadata.response === "utter_forgotten")) log.replaceChildren(turn);
  turn.scrollIntoView({ block: "start" });
}

function answer(reply) {
  const card = element("div", "bot");
  const facts = reply.metadata;
  if (["emergency", "crisis"].includes(facts.route) || facts.response === "utter_net") card.classList.add("alarm");
  card.append(element("span", "who", "Assistant"));
  appendText(card, reply.text);
  if (facts.sources?.length) card.append(sources(facts));
  if (reply.buttons.length) {
    const choices = element("div", "choices");
    for (const button of reply.buttons) {
      const made = element("button", "", button.title);
      made.type = "button";
      made.addEventListener("click", () => send({ button: button.payload }, button.title));
      choices.append(made);
    }
    card.append(choices);
  }
  return card;
}

function route(reply) {
  const card = element("div", "route");
  if (["emergency", "crisis"].includes(reply.metadata.route)) {
    card.classList.add("alarm");
    card.setAttribute("role", "alert");
  }
  card.append(element("span", "who", "What to do"));
  appendText(card, reply.text);
  return card;
}

function appendText(card, text) {
  let list = null;
  for (const line of text.split("\n")) {
    if (line.startsWith("- ")) {
      if (!list) card.append((list = element("ul")));
      list.append(element("li", "", line.slice(2)));
    } else if (line.trim()) {
      list = null;
      card.append(element("p", "", line));
    }
  }
}

function sources(facts) {
  const box = element("details");
  box.append(element("summary", "", `${STRENGTH[facts.strength] ?? "Evidence"} · checked ${facts.checked} · sources`));
  const list = element("ul");
  for (const source of facts.sources) {
    const item = element("li", "", `${source.author} (${source.year}). `);
    if (/^https?:\/\//.test(source.address)) {
      const link = element("a", "", source.title);
      link.href = source.address;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      item.append(link);
    } else item.append(source.title);
    list.append(item);
  }
  box.append(list);
  return box;
}

async function send(message, words) {
  const turn = showPerson(words);
  const body = JSON.stringify({ message_id: crypto.randomUUID?.() ?? `m${Date.now()}${Math.random()}`.replace(".", ""), ...message });
  busy(true);
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    try {
      showReplies(turn, (await ask("/messages", { method: "POST", body })).replies);
      busy(false);
      return;
    } catch (error) {
      if (error.status === 401) {
        sessionStorage.removeItem(TOKEN);
        sessionStorage.setItem(TOKEN, (await ask("/conversations", { method: "POST" })).token);
      } else if (error.status) {
        busy(false, error.message);
        return;
      }
    }
  }
  busy(false, "No connection. Please send it again. In an emergency do not wait: call 911, 999 or 112.");
  if (message.text) field.value = message.text;
}

async function forget() {
  if (!confirm("Delete this conversation? Your words and the replies cannot be brought back.")) return;
  try {
    await ask("/conversations", { method: "DELETE" });
    log.replaceChildren();
    busy(false, "This conversation was deleted.");
  } catch {
    busy(false, "It could not be deleted just now. Please try again in a few minutes.");
  }
}

function busy(waiting, note = "") {
  form.querySelector("button").disabled = waiting;
  status.textContent = waiting ? "The assistant is looking that up." : note;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  field.value = "";
  send({ text }, text);
  field.focus();
});
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

document.getElementById("forget").addEventListener("click", forget);

start().catch(() => busy(false, "The assistant cannot be reached. In an emergency do not wait: call 911, 999 or 112."));
