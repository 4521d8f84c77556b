/** The sheet's own words. */
export const SHEET = {
  title: "My visit sheet",
  print: "Print",
  close: "Close",
  thisSheet: " this sheet",

  visit: "Who I will see, and when",
  told: "What I asked and what I was told",
  none: "There are no answers here yet. This sheet fills as you ask questions in the chat. You can add your own questions and notes now.",
  full: "Show the full answers",
  asked: "My question",
  leave: "Leave this out",
  left: "Left out",
  back: "Put back",

  questions: "Questions to ask",
  tick: "Tick each question once you have asked it.",
  answer: "My clinician’s answer",
  own: "A question of my own",
  add: "Add",
  thisQuestion: " this question",
  added: "Added",
  missing: "Please type a question first.",
  remove: "Remove",
  removed: "Removed",

  notes: "My own notes",
  notesLabel: "What else I want to say or keep in mind",

  call: "What to call for",
  now: "These need emergency help now",
  sameDay: "These need a clinician on the same day",
  closing:
    "Made by a computer program from answers written beforehand; not medical advice. What you type on this sheet stays in this browser tab.",
};
