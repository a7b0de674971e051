<?xml version="1.0" encoding="UTF-8"?>
<!-- The comparison of a family's options as XSL-FO, from the signed XML alone. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:c="urn:auditor:comparison:1"
    exclude-result-prefixes="c">
  <xsl:import href="page.xsl"/>
  <xsl:import href="tables.xsl"/>
  <xsl:output method="xml" encoding="UTF-8"/>

  <xsl:variable name="head" select="/c:comparison/c:head"/>
  <xsl:variable name="subject" select="/c:comparison/c:subject"/>
  <xsl:variable name="family">
    <xsl:call-template name="word"><xsl:with-param name="text" select="$subject/@family"/></xsl:call-template>
  </xsl:variable>
  <xsl:variable name="options" select="/c:comparison/c:options/c:option"/>
  <xsl:variable name="choice" select="/c:comparison/c:choice"/>
  <xsl:variable name="chosen" select="$options[@id = $choice/@option]"/>

  <xsl:variable name="is-wide" select="/c:comparison/c:rules/c:rule and count($options) &gt; 12"/>
  <xsl:variable name="pages">
    <xsl:choose>
      <xsl:when test="$is-wide">upright</xsl:when>
      <xsl:otherwise>all</xsl:otherwise>
    </xsl:choose>
  </xsl:variable>

  <xsl:template match="/c:comparison">
    <fo:root xsl:use-attribute-sets="root">
      <xsl:call-template name="masters"/>
      <xsl:call-template name="declarations">
        <xsl:with-param name="title" select="concat($S[../@id = 'comparison'], ' – ', $family)"/>
      </xsl:call-template>
      <fo:bookmark-tree>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'choice'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'results'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'options'"/></xsl:call-template>
        <xsl:if test="/c:comparison/c:rules/c:rule and not($is-wide)">
          <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'heat'"/></xsl:call-template>
        </xsl:if>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'packs'"/></xsl:call-template>
        <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'verify'"/></xsl:call-template>
        <xsl:if test="$is-wide">
          <xsl:call-template name="bookmark"><xsl:with-param name="id" select="'heat'"/></xsl:call-template>
        </xsl:if>
      </fo:bookmark-tree>
      <xsl:call-template name="comparison-cover"/>
      <fo:page-sequence id="{$pages}" master-reference="page" initial-page-number="2"
          force-page-count="no-force">
        <xsl:call-template name="running">
          <xsl:with-param name="left" select="$head/c:id"/>
          <xsl:with-param name="right" select="$family"/>
        </xsl:call-template>
        <fo:flow flow-name="xsl-region-body">
          <xsl:call-template name="choice"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'choice'"/></xsl:call-template>
          <fo:block keep-together.within-page="always">
            <fo:block id="contents" xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'contents']"/></fo:block>
            <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'results'"/></xsl:call-template>
            <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'options'"/></xsl:call-template>
            <xsl:if test="c:rules/c:rule and not($is-wide)">
              <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'heat'"/></xsl:call-template>
            </xsl:if>
            <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'packs'"/></xsl:call-template>
            <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'verify'"/></xsl:call-template>
            <xsl:if test="$is-wide">
              <xsl:call-template name="contents-line"><xsl:with-param name="id" select="'heat'"/></xsl:call-template>
            </xsl:if>
          </fo:block>
          <xsl:call-template name="quality"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'results'"/></xsl:call-template>
          <xsl:call-template name="dossiers"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'options'"/></xsl:call-template>
          <xsl:if test="not($is-wide)"><xsl:call-template name="heat"/></xsl:if>
          <xsl:call-template name="packs"/>
          <xsl:call-template name="added"><xsl:with-param name="after" select="'packs'"/></xsl:call-template>
          <xsl:call-template name="verify-page">
            <xsl:with-param name="xml" select="'comparison.xml'"/>
            <xsl:with-param name="pdf" select="concat('comparison.', $lang, '.pdf')"/>
          </xsl:call-template>
        </fo:flow>
      </fo:page-sequence>
      <!-- The annex, where columns do not fit upright, ends the document: page
           numbers are of its last page. -->
      <xsl:if test="$is-wide">
        <fo:page-sequence id="all" master-reference="wide" force-page-count="no-force">
          <xsl:call-template name="running">
            <xsl:with-param name="left" select="$head/c:id"/>
            <xsl:with-param name="right" select="$family"/>
          </xsl:call-template>
          <fo:flow flow-name="xsl-region-body">
            <xsl:call-template name="heat"><xsl:with-param name="width" select="253"/></xsl:call-template>
          </fo:flow>
        </fo:page-sequence>
      </xsl:if>
    </fo:root>
  </xsl:template>

  <xsl:template name="comparison-cover">
    <xsl:variable name="identity">
      <fo:table table-layout="fixed" width="166mm">
        <fo:table-column column-width="44mm"/>
        <fo:table-column column-width="122mm"/>
        <fo:table-body>
          <xsl:call-template name="identity-row">
            <xsl:with-param name="id" select="'reference'"/>
            <xsl:with-param name="value" select="string($head/c:id)"/>
          </xsl:call-template>
          <xsl:call-template name="subject-rows"/>
        </fo:table-body>
      </fo:table>
    </xsl:variable>
    <xsl:variable name="verdict">
      <xsl:choose>
        <xsl:when test="$chosen"><xsl:value-of select="$chosen/@verdict"/></xsl:when>
        <xsl:otherwise>no</xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <xsl:call-template name="cover">
      <xsl:with-param name="kicker" select="concat($S[../@id = 'comparison'], ' · ',
          $S[../@id = concat('sector.', $subject/@sector)])"/>
      <xsl:with-param name="title">
        <xsl:call-template name="in-language"><xsl:with-param name="texts" select="$subject/c:title"/></xsl:call-template>
      </xsl:with-param>
      <xsl:with-param name="subtitle" select="concat($S[../@id = 'family'], $colon, ' ', $family)"/>
      <xsl:with-param name="badge-label">
        <xsl:value-of select="$S[../@id = 'choice']"/>
        <xsl:if test="$chosen"><xsl:value-of select="concat(' · ', $S[../@id = concat('choice.', $choice/@kind)])"/></xsl:if>
      </xsl:with-param>
      <xsl:with-param name="badge-value" select="string($verdict)"/>
      <xsl:with-param name="badge-words">
        <xsl:choose>
          <xsl:when test="$chosen"><xsl:call-template name="word"><xsl:with-param name="text" select="$chosen/@label"/></xsl:call-template></xsl:when>
          <xsl:otherwise><xsl:value-of select="$S[../@id = 'choice.none']"/></xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
      <xsl:with-param name="identity" select="$identity"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="choice">
    <fo:block id="choice" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'choice']"/></fo:block>
    <fo:block xsl:use-attribute-sets="prose" font-weight="bold">
      <xsl:call-template name="in-language"><xsl:with-param name="texts" select="$choice/c:reason"/></xsl:call-template>
    </fo:block>
    <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'choice.rule']"/></fo:block>
    <xsl:call-template name="options-table">
      <xsl:with-param name="options" select="$options"/>
      <xsl:with-param name="tinted" select="$choice/@option"/>
    </xsl:call-template>
    <xsl:call-template name="quality-figure"/>
    <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'findings.counts']"/></fo:block>
    <xsl:call-template name="findings-figure"/>
    <xsl:call-template name="counts-table"/>
  </xsl:template>

  <xsl:template name="counts-table">
    <xsl:param name="shown" select="$options"/>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="33mm"/>
      <fo:table-column column-width="19mm" number-columns-repeated="7"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
          <xsl:for-each select="$options[1]/c:count">
            <xsl:call-template name="heading-cell">
              <xsl:with-param name="id" select="concat('outcome.', @outcome)"/>
              <xsl:with-param name="align" select="'end'"/>
            </xsl:call-template>
          </xsl:for-each>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$shown">
          <fo:table-row xsl:use-attribute-sets="row">
            <fo:table-cell xsl:use-attribute-sets="cell" role="TH"><fo:block><xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template></fo:block></fo:table-cell>
            <xsl:for-each select="c:count">
              <fo:table-cell xsl:use-attribute-sets="cell"><fo:block text-align="end"><xsl:value-of select="@n"/></fo:block></fo:table-cell>
            </xsl:for-each>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <!-- Quality: one table a criterion, all options in it. -->
  <xsl:template name="quality">
    <fo:block id="results" space-before="27pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'results']"/></fo:block>
    <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'results.intro']"/></fo:block>
    <xsl:for-each select="/c:comparison/c:criteria/c:criterion">
      <xsl:variable name="id" select="@id"/>
      <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="@id"/></fo:block>
      <fo:block font-size="8pt" line-height="11pt" color="{$grey}" keep-with-next.within-page="always">
        <xsl:value-of select="concat(@task, ', ', @metric, ', ', @language, ' · ', $S[../@id = 'set-by'], ' ')"/>
        <xsl:call-template name="word"><xsl:with-param name="text" select="@set-by"/></xsl:call-template><xsl:text>, </xsl:text>
        <xsl:call-template name="date"><xsl:with-param name="value" select="@set-on"/></xsl:call-template>
        <xsl:if test="@basis != ''">
          <xsl:value-of select="concat(' · ', $S[../@id = 'basis'], $colon, ' ')"/>
          <xsl:call-template name="word"><xsl:with-param name="text" select="@basis"/></xsl:call-template>
        </xsl:if>
      </fo:block>
      <xsl:call-template name="criterion-table">
        <xsl:with-param name="results" select="/c:comparison/c:results/c:result[@criterion = $id]"/>
      </xsl:call-template>
    </xsl:for-each>
    <xsl:if test="/c:comparison/c:results/c:loss">
      <fo:block xsl:use-attribute-sets="h2"><xsl:value-of select="$S[../@id = 'losses']"/></fo:block>
      <fo:block keep-with-next.within-page="always" xsl:use-attribute-sets="prose"><xsl:value-of select="$S[../@id = 'losses.intro']"/></fo:block>
      <xsl:call-template name="losses-figure">
        <xsl:with-param name="losses" select="/c:comparison/c:results/c:loss"/>
      </xsl:call-template>
      <xsl:call-template name="losses-table">
        <xsl:with-param name="losses" select="/c:comparison/c:results/c:loss"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <xsl:template name="criterion-table">
    <xsl:param name="results"/>
    <fo:table xsl:use-attribute-sets="table">
      <xsl:if test="count($results) &lt;= 10"><xsl:attribute name="keep-together.within-page">always</xsl:attribute></xsl:if>
      <fo:table-column column-width="58mm"/>
      <fo:table-column column-width="18mm"/>
      <fo:table-column column-width="32mm"/>
      <fo:table-column column-width="20mm"/>
      <fo:table-column column-width="38mm"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'value'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'interval'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'threshold'"/><xsl:with-param name="align" select="'end'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'met'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$results">
          <xsl:variable name="option" select="@option"/>
          <fo:table-row xsl:use-attribute-sets="row">
            <xsl:call-template name="not-alone"/>
            <fo:table-cell xsl:use-attribute-sets="cell" role="TH"><fo:block><xsl:call-template name="word"><xsl:with-param name="text" select="$options[@id = $option]/@label"/></xsl:call-template></fo:block></fo:table-cell>
            <xsl:call-template name="decimal-cell"><xsl:with-param name="value" select="@value"/></xsl:call-template>
            <xsl:call-template name="interval-cell"/>
            <xsl:call-template name="literal-cell"><xsl:with-param name="value" select="@threshold"/></xsl:call-template>
            <xsl:call-template name="answer-cell"><xsl:with-param name="value" select="@met"/></xsl:call-template>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>

  <xsl:template name="heat">
    <xsl:param name="width" select="166"/>
    <xsl:if test="/c:comparison/c:rules/c:rule">
      <fo:block id="heat" break-before="page" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'heat']"/></fo:block>
      <xsl:call-template name="heat-table"><xsl:with-param name="width" select="$width"/></xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- Which dossier each line stands for. -->
  <xsl:template name="dossiers">
    <fo:block id="options" space-before="27pt" xsl:use-attribute-sets="h1"><xsl:value-of select="$S[../@id = 'options']"/></fo:block>
    <fo:table xsl:use-attribute-sets="table">
      <fo:table-column column-width="48mm"/>
      <fo:table-column column-width="27mm"/>
      <fo:table-column column-width="91mm"/>
      <fo:table-header>
        <fo:table-row xsl:use-attribute-sets="head-row">
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'option'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'front'"/></xsl:call-template>
          <xsl:call-template name="heading-cell"><xsl:with-param name="id" select="'dossier.digest'"/></xsl:call-template>
        </fo:table-row>
      </fo:table-header>
      <fo:table-body>
        <xsl:for-each select="$options">
          <fo:table-row xsl:use-attribute-sets="row">
            <fo:table-cell xsl:use-attribute-sets="cell" role="TH"><fo:block><xsl:call-template name="word"><xsl:with-param name="text" select="@label"/></xsl:call-template></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><fo:block><xsl:value-of select="$S[../@id = concat('answer.', current()/@front)]"/></fo:block></fo:table-cell>
            <fo:table-cell xsl:use-attribute-sets="cell"><xsl:call-template name="hash"><xsl:with-param name="value" select="@dossier-sha256"/></xsl:call-template></fo:table-cell>
          </fo:table-row>
        </xsl:for-each>
      </fo:table-body>
    </fo:table>
  </xsl:template>
</xsl:stylesheet>
