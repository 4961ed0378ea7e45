// SPDX-License-Identifier: Apache-2.0
// Tokens, ballots and root of every wave that was released. There is nothing here of a wave that is open.
import {Code, WaveLine} from '../council/parts.tsx';
import {useCouncilSpeech} from '../council/speak.ts';
import type {Board} from '../council/types.ts';
import {Fetched} from '../frame/parts.tsx';
import {Files} from '../parts/files.tsx';
import {useGet} from '../use.ts';

function OneBoard({board}: {board: Board}) {
  const {words, say, number} = useCouncilSpeech();
  return (
    <section class="sheet" aria-labelledby={`b${board.wave}`}>
      <h2 id={`b${board.wave}`}><bdi>{board.title}</bdi> <WaveLine wave={board} /></h2>
      <p>{say('board_line', {eligible: number(board.eligible), issued: number(board.issued), ballots: number(board.ballots), replaced: number(board.replaced)})}</p>
      <p class={board.holds ? 'note' : 'note care'}>{board.holds ? words.board_holds : words.board_broken}</p>
      <details>
        <summary>{say('board_groups', {n: number(board.cells.length)})}</summary>
        <div class="scroll" tabIndex={0} role="region" aria-label={board.title}>
          <table>
            <thead><tr><th scope="col">{words.col_unit}</th><th scope="col" class="num">{words.col_issued}</th><th scope="col" class="num">{words.col_eligible}</th><th scope="col">{words.col_holds}</th></tr></thead>
            <tbody>{board.cells.map((cell) => <tr key={cell.cell}><th scope="row"><bdi>{cell.units}</bdi></th><td class="num">{number(cell.issued)}</td><td class="num">{number(cell.eligible)}</td><td class={cell.holds ? '' : 'weak'}>{cell.holds ? words.yes : words.no}</td></tr>)}</tbody>
          </table>
        </div>
      </details>
      <p class="small soft">{words.root}: <Code>{board.root}</Code></p>
    </section>
  );
}

export default function Boards() {
  const {words} = useCouncilSpeech();
  const [got, again] = useGet<Board[]>('/api/council/board.json');
  return (
    <>
      <h1>{words.title_board}</h1>
      <p class="lead">{words.lead_board}</p>
      <Fetched got={got} again={again}>{(boards) => (boards.length === 0 ? <p>{words.none_board}</p> : <>{boards.map((board) => <OneBoard key={board.wave} board={board} />)}<Files of={['/api/council/board']} /></>)}</Fetched>
    </>
  );
}
