#ifndef RENDER_LAYOUT_DUMP_H
#define RENDER_LAYOUT_DUMP_H

#include "base/text.h"
#include "render/area.h"

/*
 * The area tree as XML, for tests, for comparing with another engine and for
 * people. Same input, same bytes. Lengths are millipoints from the top left
 * corner of the page, y downwards; colours are #RRGGBB.
 *
 *   <areas title= lang=>
 *     <page width= height= label=>         in order; what follows, as painted
 *       <line x= baseline= width=>         a line of text with what is in it
 *         <text x= y= width= size= colour= tag= word-space=>words</text>
 *       </line>
 *       <fill/> <rule thickness=/> <image/> <path d=/>    x y width height
 *       <link x= y= width= height= to= (an id) or uri=/>
 *     </page>
 *     <destination page= (from 1) y= id=/>
 *     <bookmark parent= (from 0, -1 = none) title= to=/>
 *     <tag n= role= parent= alt= lang= scope=/>   `tag` above is such an n;
 *                                                 without it: an artifact
 *   </areas>
 */
void render_areas_dump(const struct area_document *document, struct text *out);

#endif
