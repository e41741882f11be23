/** Another element that keeps its data in IndexedDB: the neighbour in the first-paint row. */
import 'emoji-picker-element';
