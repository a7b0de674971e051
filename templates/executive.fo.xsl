<?xml version="1.0" encoding="UTF-8"?>
<!-- A dossier or a comparison on two pages, from the same signed XML. `front` and
     `back` say how many rows the lists of each page may have: the program takes
     the most that fit. What is left out is counted. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:d="urn:auditor:dossier:1"
    xmlns:c="urn:auditor:comparison:1" exclude-result-prefixes="d c">
  <xsl:import href="comparison.fo.xsl"/>
  <xsl:import href="dossier.fo.xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:param name="front" select="3"/>
  <xsl:param name="back" select="4"/>
  <xsl:variable name="head" select="/*/*[local-name() = 'head']"/>
  <xsl:variable name="subject" select="/*/*[local-name() = 'subject']"/>

  <xsl:attribute-set name="h2">
    <xsl:attribute name="color"><xsl:value-of select="$navy"/></xsl:attribute>
    <xsl:attribute name="font-size">11pt</xsl:attribute>
    <xsl:attribute name="line-height">13.5pt</xsl:attribute>
    <xsl:attribute name="space-before">10pt</xsl:attribute>
    <xsl:attribute name="space-after">3pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="prose">
    <xsl:attribute name="font-size">9pt</xsl:attribute>
    <xsl:attribute name="line-height">12.5pt</xsl:attribute>
    <xsl:attribute name="end-indent">0mm</xsl:attribute>
    <xsl:attribute name="space-after">3pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="table">
    <xsl:attribute name="space-before">3pt</xsl:attribute>
    <xsl:attribute name="space-after">3pt</xsl:attribute>
  </xsl:attribute-set>
  <xsl:attribute-set name="cell">
    <xsl:attribute name="padding">2pt 3.4pt</xsl:attribute>
  </xsl:attribute-set>

  <xsl:template match="/d:dossier">
    <xsl:call-template name="executive">
      <xsl:with-param name="kind" select="'dossier'"/>
      <xsl:with-param name="right" select="string($label)"/>
      <xsl:with-param name="subtitle" select="concat($S[../@id = 'option'], $colon, ' ', $label)"/>
      <xsl:with-param name="badge-label" select="$S[../@id = 'verdict']"/>
      <xsl:with-param name="badge-value" select="$verdict"/>
      <xsl:with-param name="badge-words" select="$S[../@id = concat('verdict.', $verdict)]"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="/c:comparison">
    <xsl:call-template name="executive">
      <xsl:with-param name="kind" select="'comparison'"/>
      <xsl:with-param name="right" select="string($family)"/>
      <xsl:with-param name="subtitle" select="concat($S[../@id = 'family'], $colon, ' ', $family)"/>
      <xsl:with-param name="badge-label">
        <xsl:value-of select="$S[../@id = 'choice']"/>
        <xsl:if test="$chosen"><xsl:value-of select="concat(' · ', $S[../@id = concat('choice.', $choice/@kind)])"/></xsl:if>
      </xsl:with-param>
      <xsl:with-param name="badge-value">
        <xsl:choose>
          <xsl:when test="$chosen"><xsl:value-of select="$chosen/@verdict"/></xsl:when>
          <xsl:otherwise>no</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="badge-words">
        <xsl:choose>
          <xsl:when test="$chosen"><xsl:call-template name="word"><xsl:with-param name="text" select="$chosen/@label"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:value-of select="$S[../@id = 'choice.none']"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="executive">
    <xsl:param name="kind"/>
    <xsl:param name="right"/>
    <xsl:param name="subtitle"/>
    <xsl:param name="badge-label"/>
    <xsl:param name="badge-value"/>
    <xsl:param name="badge-words"/>
    <fo:root xsl:use-attribute-sets="root">
      <xsl:call-template name="masters"/>
      <xsl:call-template name="declarations">
        <xsl:with-param name="title" select="concat($S[../@id = 'executive'], ' – ', $right)"/>
      </xsl:call-template>
      <fo:bookmark-tree>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'summary'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'results'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'verify'"/></xsl:call-template>
      </fo:bookmark-tree>
      <fo:page-sequence id="all" master-reference="page" force-page-count="no-force">
        <xsl:call-template name="running">
          <xsl:with-param name="left" select="$head/*[local-name() = 'id']"/>
          <xsl:with-param name="right" select="$right"/>
        </xsl:call-template>
        <fo:flow flow-name="xsl-region-body">
          <xsl:call-template name="executive-head">
            <xsl:with-param name="kind" select="$kind"/>
            <xsl:with-param name="subtitle" select="$subtitle"/>
            <xsl:with-param name="badge-label" select="$badge-label"/>
            <xsl:with-param name="badge-value" select="$badge-value"/>
            <xsl:with-param name="badge-words" select="$badge-words"/>
          </xsl:call-template>
          <xsl:apply-templates select="." mode="front"/>
          <fo:block id="results" break-before="page" xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'results']"/></fo:block>
          <xsl:apply-templates select="." mode="back"/>
          <xsl:call-template name="responsible"/>
          <xsl:call-template name="executive-verify"><xsl:with-param name="kind" select="$kind"/></xsl:call-template>
        </fo:flow>
      </fo:page-sequence>
    </fo:root>
  </xsl:template>

  <!-- Band and verdict side by side, in the flow: a long title makes the band
       higher and covers nothing. -->
  <xsl:template name="executive-head">
    <xsl:param name="kind"/>
    <xsl:param name="subtitle"/>
    <xsl:param name="badge-label"/>
    <xsl:param name="badge-value"/>
    <xsl:param name="badge-words"/>
    <xsl:variable name="colour">
      <xsl:call-template name="colour-of"><xsl:with-param name="value" select="$badge-value"/></xsl:call-template>
    </xsl:variable>
    <fo:block background-color="{$navy}" color="#FFFFFF" padding="10pt 10pt 12pt 10pt"
        start-indent="10pt" end-indent="10pt">
      <fo:block font-size="8pt" line-height="11pt" letter-spacing="0.5pt">
        <xsl:if test="$organisation != ''"><xsl:value-of select="concat($organisation, ' · ')"/></xsl:if>
        <xsl:value-of select="concat($S[../@id = 'executive'], ' · ', $S[../@id = $kind], ' · ', $S[../@id = concat('sector.', $subject/@sector)])"/></fo:block>
      <fo:block role="H1" font-size="18pt" line-height="23pt" font-weight="bold" space-before="4pt">
        <xsl:call-template name="in-language"><xsl:with-param name="texts" select="$subject/*[local-name() = 'title']"/></xsl:call-template></fo:block>
      <fo:block font-size="10pt" line-height="14pt" space-before="2pt"><xsl:value-of select="$subtitle"/></fo:block>
    </fo:block>
    <fo:block border="1.2pt solid {$colour}" padding="5pt 10pt" start-indent="10pt" end-indent="10pt"
        space-before="6pt">
      <fo:block font-size="8pt" line-height="11pt" color="{$grey}"><xsl:value-of select="$badge-label"/></fo:block>
      <fo:block font-size="15pt" line-height="20pt" font-weight="bold" color="{$colour}">
        <fo:inline font-family="DejaVu Sans">
          <xsl:call-template name="symbol-of"><xsl:with-param name="value" select="$badge-value"/></xsl:call-template>
        </fo:inline>
        <xsl:value-of select="concat('&#xA0;', $badge-words)"/>
      </fo:block>
    </fo:block>
    <fo:block font-size="8pt" line-height="11pt" color="{$grey}" space-before="4pt">
      <xsl:value-of select="concat($S[../@id = 'created'], $colon, ' ')"/>
      <xsl:call-template name="time"><xsl:with-param name="value" select="$head/*[local-name() = 'created']"/></xsl:call-template>
      <xsl:value-of select="concat(' · ', $S[../@id = 'law-as-of'], $colon, ' ')"/>
      <xsl:call-template name="date"><xsl:with-param name="value" select="$head/*[local-name() = 'law-as-of']"/></xsl:call-template>
      <xsl:value-of select="concat(' · ', $S[../@id = 'provider'], $colon, ' ')"/>
      <xsl:call-template name="word"><xsl:with-param name="text" select="$subject/@provider"/></xsl:call-template>
    </fo:block>
  </xsl:template>

  <!-- The table that the caption of the full form names is not on two pages. -->
  <xsl:template name="findings-caption"><xsl:value-of select="$S[../@id = 'executive.findings']"/></xsl:template>

  <!-- "and 4 more in the full dossier", when there are. -->
  <xsl:template name="more">
    <xsl:param name="all"/>
    <xsl:param name="shown"/>
    <xsl:if test="$all &gt; $shown">
      <fo:block font-size="8pt" line-height="11pt" color="{$grey}">
        <xsl:value-of select="concat($S[../@id = 'more.before'], ' ', $all - $shown, ' ', $S[../@id = 'more.after'])"/>
      </fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:template name="some-options">
    <xsl:param name="options"/>
    <xsl:param name="tinted"/>
    <xsl:variable name="shown" select="$options[@id = $tinted or position() &lt;= $front]"/>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'summary.options']"/></fo:block>
    <xsl:choose>
      <xsl:when test="$shown">
        <xsl:call-template name="options-table">
          <xsl:with-param name="options" select="$shown"/>
          <xsl:with-param name="tinted" select="$tinted"/>
        </xsl:call-template>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="more">
      <xsl:with-param name="all" select="count($options)"/>
      <xsl:with-param name="shown" select="count($shown)"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="d:dossier" mode="front">
    <fo:block id="summary" space-before="6pt" xsl:use-attribute-sets="prose">
      <xsl:value-of select="concat($S[../@id = concat('verdict.', $verdict, '.means')], ' ',
          count($findings), '&#xA0;', $S[../@id = 'summary.counts'], ' ')"/>
      <xsl:call-template name="counts-in-words"/>
      <xsl:value-of select="concat('. ', count(d:evidence/d:file), '&#xA0;', $S[../@id = 'summary.evidence'],
          ' ', count(d:evidence/d:file[@status = 'refused']), '.')"/>
    </fo:block>
    <xsl:call-template name="some-options">
      <xsl:with-param name="options" select="d:options/d:option"/>
      <xsl:with-param name="tinted" select="$option/@id"/>
    </xsl:call-template>
    <xsl:call-template name="summary-figures"/>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'summary.reasons']"/></fo:block>
    <xsl:call-template name="some-reasons"/>
  </xsl:template>

  <!-- The gravest first: blockers that failed, blockers unknown, then majors. -->
  <xsl:template name="some-reasons">
    <xsl:variable name="all" select="/d:dossier/d:verdict/d:because"/>
    <xsl:choose>
      <xsl:when test="not($all)">
        <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'summary.none']"/></fo:block>
      </xsl:when>
      <xsl:when test="$front &gt; 0">
        <fo:table xsl:use-attribute-sets="table">
          <fo:table-column column-width="26mm"/>
          <fo:table-column column-width="32mm"/>
          <fo:table-column column-width="22mm"/>
          <fo:table-column column-width="86mm"/>
          <fo:table-header>
            <fo:table-row xsl:use-attribute-sets="head-row">
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'rule'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'outcome'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'severity'"/></xsl:call-template>
              <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'reason'"/></xsl:call-template>
            </fo:table-row>
          </fo:table-header>
          <fo:table-body>
            <xsl:for-each select="$all">
              <xsl:sort select="number(@severity != 'blocker') * 2 + number(@outcome = 'unknown')" data-type="number"/>
              <xsl:if test="position() &lt;= $front">
                <xsl:call-template name="reason-row"/>
              </xsl:if>
            </xsl:for-each>
          </fo:table-body>
        </fo:table>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="more">
      <xsl:with-param name="all" select="count($all)"/>
      <xsl:with-param name="shown" select="$front"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="reason-row">
    <fo:table-row xsl:use-attribute-sets="row">
      <fo:table-cell xsl:use-attribute-sets="cell"><fo:block><xsl:value-of select="@rule"/></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
        <xsl:call-template name="chip">
          <xsl:with-param name="kind" select="'outcome'"/>
          <xsl:with-param name="value" select="@outcome"/>
        </xsl:call-template></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell"><fo:block><xsl:value-of select="$S[../@id = concat('severity.', current()/@severity)]"/></fo:block></fo:table-cell>
      <fo:table-cell xsl:use-attribute-sets="cell"><fo:block>
        <xsl:call-template name="in-language">
          <xsl:with-param name="texts" select="$findings[@rule = current()/@rule]/d:title"/>
        </xsl:call-template></fo:block></fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <xsl:template match="d:dossier" mode="back">
    <xsl:variable name="results" select="d:results/d:result"/>
    <xsl:choose>
      <xsl:when test="not($results)">
        <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'results.none']"/></fo:block>
      </xsl:when>
      <xsl:when test="$back &gt; 0">
        <xsl:call-template name="results-table"><xsl:with-param name="results" select="$results[position() &lt;= $back]"/></xsl:call-template>
      </xsl:when>
    </xsl:choose>
    <xsl:call-template name="more">
      <xsl:with-param name="all" select="count($results)"/>
      <xsl:with-param name="shown" select="$back"/>
    </xsl:call-template>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'open-points']"/></fo:block>
    <xsl:variable name="open" select="$findings[@outcome = 'fail' or @outcome = 'unknown']"/>
    <xsl:if test="not($open)">
      <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'open-points.none']"/></fo:block>
    </xsl:if>
    <xsl:for-each select="$open">
      <xsl:sort select="number(@severity != 'blocker') + number(@severity = 'minor')" data-type="number"/>
      <xsl:sort select="@outcome" data-type="text"/>
      <xsl:if test="position() &lt;= $back">
        <fo:block font-size="8pt" line-height="11pt" space-after="3pt" hyphenate="true">
          <fo:inline font-weight="bold"><xsl:value-of select="concat(@rule, '&#xA0; ')"/></fo:inline>
          <xsl:call-template name="in-language"><xsl:with-param name="texts" select="d:remedy"/></xsl:call-template>
        </fo:block>
      </xsl:if>
    </xsl:for-each>
    <xsl:call-template name="more">
      <xsl:with-param name="all" select="count($open)"/>
      <xsl:with-param name="shown" select="$back"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="c:comparison" mode="front">
    <fo:block id="summary" space-before="6pt" xsl:use-attribute-sets="prose">
      <xsl:call-template name="in-language"><xsl:with-param name="texts" select="$choice/c:reason"/></xsl:call-template>
      <xsl:value-of select="concat(' ', $S[../@id = 'choice.rule'])"/>
    </fo:block>
    <xsl:call-template name="some-options">
      <xsl:with-param name="options" select="$options"/>
      <xsl:with-param name="tinted" select="$choice/@option"/>
    </xsl:call-template>
    <xsl:call-template name="summary-figures"/>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'findings.counts']"/></fo:block>
    <xsl:call-template name="counts-table">
      <xsl:with-param name="shown" select="$options[@id = $choice/@option or position() &lt;= $front or position() = 1]"/>
    </xsl:call-template>
    <xsl:call-template name="more">
      <xsl:with-param name="all" select="count($options)"/>
      <xsl:with-param name="shown" select="count($options[@id = $choice/@option or position() &lt;= $front or position() = 1])"/>
    </xsl:call-template>
  </xsl:template>

  <!-- Criteria by options: what was reached, and whether that is enough. -->
  <xsl:template match="c:comparison" mode="back">
    <xsl:variable name="columns" select="$options[position() &lt;= 5]"/>
    <xsl:variable name="criteria" select="c:criteria/c:criterion"/>
    <xsl:if test="$criteria and $back &gt; 0">
      <fo:table xsl:use-attribute-sets="table">
        <fo:table-column column-width="41mm"/>
        <fo:table-column column-width="{125 div count($columns)}mm" number-columns-repeated="{count($columns)}"/>
        <fo:table-header>
          <fo:table-row xsl:use-attribute-sets="head-row">
            <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'criterion'"/></xsl:call-template>
            <xsl:for-each select="$columns">
              <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end"><xsl:value-of select="@id"/></fo:block></fo:table-cell>
            </xsl:for-each>
          </fo:table-row>
        </fo:table-header>
        <fo:table-body>
          <xsl:for-each select="$criteria[position() &lt;= $back]">
            <xsl:variable name="criterion" select="."/>
            <fo:table-row xsl:use-attribute-sets="row">
              <fo:table-cell xsl:use-attribute-sets="cell" role="TH">
                <fo:block><xsl:value-of select="@id"/></fo:block>
                <fo:block font-size="7pt" line-height="9pt" color="{$grey}"><xsl:value-of select="concat(@task, ', ', @metric)"/></fo:block>
              </fo:table-cell>
              <xsl:for-each select="$columns">
                <xsl:variable name="result" select="/c:comparison/c:results/c:result[@criterion = $criterion/@id and @option = current()/@id]"/>
                <fo:table-cell xsl:use-attribute-sets="cell">
                  <fo:block text-align="end"><xsl:call-template name="decimal"><xsl:with-param name="value" select="$result/@value"/></xsl:call-template></fo:block>
                  <fo:block text-align="end" font-size="7pt" line-height="9pt">
                    <xsl:call-template name="chip">
                      <xsl:with-param name="kind" select="'answer'"/>
                      <xsl:with-param name="value" select="string($result/@met)"/>
                    </xsl:call-template>
                  </fo:block>
                </fo:table-cell>
              </xsl:for-each>
            </fo:table-row>
          </xsl:for-each>
        </fo:table-body>
      </fo:table>
    </xsl:if>
    <xsl:if test="not($criteria)">
      <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'results.none']"/></fo:block>
    </xsl:if>
    <xsl:call-template name="more">
      <xsl:with-param name="all" select="count($criteria)"/>
      <xsl:with-param name="shown" select="$back"/>
    </xsl:call-template>
    <xsl:variable name="losses" select="c:results/c:loss"/>
    <xsl:if test="$losses">
      <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'losses']"/></fo:block>
      <xsl:if test="$back &gt; 0">
        <xsl:call-template name="losses-table"><xsl:with-param name="losses" select="$losses[position() &lt;= $back]"/></xsl:call-template>
      </xsl:if>
      <xsl:call-template name="more">
        <xsl:with-param name="all" select="count($losses)"/>
        <xsl:with-param name="shown" select="$back"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="responsible">
    <xsl:variable name="people" select="$subject/*[local-name() = 'person']"/>
    <xsl:if test="$people">
      <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'people']"/></fo:block>
      <xsl:for-each select="$people[position() &lt;= $back]">
        <fo:block font-size="8pt" line-height="11pt">
          <fo:inline font-weight="bold"><xsl:call-template name="word"><xsl:with-param name="text" select="@role"/></xsl:call-template></fo:inline>
          <xsl:value-of select="concat($colon, ' ')"/>
          <xsl:call-template name="word"><xsl:with-param name="text" select="@duty"/></xsl:call-template>
        </fo:block>
      </xsl:for-each>
      <xsl:call-template name="more">
        <xsl:with-param name="all" select="count($people)"/>
        <xsl:with-param name="shown" select="$back"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="executive-verify">
    <xsl:param name="kind"/>
    <fo:block id="verify" xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'verify']"/></fo:block>
    <xsl:choose>
      <xsl:when test="$origin = 'sealed'">
        <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.2']"/></fo:block>
        <xsl:call-template name="command">
          <xsl:with-param name="line" select="concat('auditor verify ', $pdf-name, ' ', $xml-name, ' --trust ca.pem --replay')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise>
        <fo:block xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'verify.projection']"/></fo:block>
        <xsl:call-template name="command">
          <xsl:with-param name="line" select="concat('auditor verify ', $xml-name, ' --trust ca.pem --replay')"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="brand-digest"/>
    <xsl:call-template name="notices"/>
    <fo:block space-before="6pt" xsl:use-attribute-sets="prose"><xsl:value-of select="concat($S[../@id = 'means.1'], ' ', $S[../@id = 'continued'])"/></fo:block>
  </xsl:template>
</xsl:stylesheet>
