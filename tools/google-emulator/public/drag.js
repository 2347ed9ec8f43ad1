import { MINUTE, toNumber, toWall } from './time.js';

const STEP = 15;

/**
 * Pointer gestures of the grid. Moving an event, pulling its lower edge, or drawing over empty space ends in one of
 * `handlers`: move(button, column, minutes), resize(button, minutes), draw(column, from, to); a click in open(button).
 */
export function watchPointer(grid, handlers) {
  grid.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    const button = down.target.closest('.event');
    const column = down.target.closest('.column');
    if (button && column)
      begin(grid, down, down.target.closest('.grip') ? resizing(button, handlers) : moving(button, down, handlers));
    else if (column) begin(grid, down, drawing(column, down, handlers));
  });
  // Keyboard and assistive technology press the button; a mouse click has been told apart from a drag already.
  grid.addEventListener('click', (click) => {
    const button = click.target.closest('.event');
    if (button && (click.detail === 0 || button.classList.contains('whole-day'))) handlers.open(button);
  });
}

function begin(grid, down, gesture) {
  let moved = false;
  const onMove = (move) => {
    if (!moved && Math.hypot(move.clientX - down.clientX, move.clientY - down.clientY) < 4) return;
    moved = true;
    move.preventDefault();
    gesture.move(move, minutesBetween(grid, down, move));
  };
  const finish = (end) => {
    removeEventListener('pointermove', onMove);
    removeEventListener('pointerup', finish);
    removeEventListener('pointercancel', finish);
    gesture.end(moved && end.type === 'pointerup' ? minutesBetween(grid, down, end) : null, end);
  };
  addEventListener('pointermove', onMove);
  addEventListener('pointerup', finish);
  addEventListener('pointercancel', finish);
}

const hourHeight = (grid) => grid.querySelector('.column').getBoundingClientRect().height / 24;
const minutesBetween = (grid, from, to) =>
  Math.round((((to.clientY - from.clientY) / hourHeight(grid)) * 60) / STEP) * STEP;

function columnAt(x) {
  return [...document.querySelectorAll('.column')].find((column) => {
    const { left, right } = column.getBoundingClientRect();
    return x >= left && x < right;
  });
}

const minuteAt = (column, y) => {
  const { top, height } = column.getBoundingClientRect();
  return Math.max(0, Math.min(24 * 60, Math.floor((((y - top) / height) * 24 * 60) / STEP) * STEP));
};

function moving(button, down, handlers) {
  const home = button.closest('.column');
  return {
    move(event, minutes) {
      const column = columnAt(event.clientX) ?? home;
      const shift = column.getBoundingClientRect().left - home.getBoundingClientRect().left;
      button.classList.add('dragged');
      button.style.translate = `${shift}px calc(${minutes} / 60 * var(--hour))`;
    },
    end(minutes, event) {
      if (minutes === null) {
        button.classList.remove('dragged');
        button.style.translate = '';
        if (event.type === 'pointerup') handlers.open(button);
      } else handlers.move(button, columnAt(event.clientX) ?? home, home, minutes);
    },
  };
}

function resizing(button, handlers) {
  const { height } = button.style;
  return {
    move(_event, minutes) {
      button.classList.add('dragged');
      button.style.height = `calc(${height.replace(/^calc/, '')} + ${minutes} / 60 * var(--hour))`;
    },
    end(minutes, event) {
      button.classList.remove('dragged');
      if (minutes !== null) handlers.resize(button, minutes);
      else if (event.type === 'pointerup') handlers.open(button);
    },
  };
}

function drawing(column, down, handlers) {
  const from = minuteAt(column, down.clientY);
  const ghost = document.createElement('div');
  ghost.className = 'ghost';
  const wall = (minutes) => toWall(toNumber(column.dataset.day) + minutes * MINUTE);
  return {
    move(event) {
      const to = Math.max(from + STEP, minuteAt(column, event.clientY) + STEP);
      ghost.style.top = `calc(${from} / 60 * var(--hour))`;
      ghost.style.height = `calc(${to - from} / 60 * var(--hour))`;
      column.append(ghost);
    },
    end(minutes, event) {
      ghost.remove();
      if (event.type !== 'pointerup') return;
      if (minutes === null) handlers.draw(column, wall(from), wall(from + 60));
      else handlers.draw(column, wall(from), wall(Math.max(from + STEP, minuteAt(column, event.clientY) + STEP)));
    },
  };
}
